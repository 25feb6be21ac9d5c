package muster.scripts;

import java.util.List;
import java.util.Optional;
import muster.engine.drill.Runbook;
import muster.scripts.shape.Field;
import muster.scripts.shape.Fields;
import muster.scripts.shape.Text;
import muster.scripts.shape.Values;

/** The words of {@code runbook}. */
final class RunbookWords {

    private static final Text PROSE = new Text(4_000, false);

    private static final Field<String> SYMPTOM = new Field<>("symptom", "What is seen when it happens unasked.", PROSE);

    private static final Field<String> FIRST = new Field<>("first", "What to look at first.", PROSE);

    private static final Field<String> DECIDE = new Field<>("decide", "What to decide, and by what.", PROSE);

    private static final Field<String> VERIFY = new Field<>("verify", "How to know that it is over.", PROSE);

    static final Fields<Runbook> SHAPE = new Fields<>(List.of(SYMPTOM, FIRST, DECIDE, VERIFY), RunbookWords::make);

    private RunbookWords() {}

    private static Optional<Runbook> make(Values values) {
        return Optional.of(new Runbook(values.get(SYMPTOM), values.get(FIRST), values.get(DECIDE), values.get(VERIFY)));
    }
}
