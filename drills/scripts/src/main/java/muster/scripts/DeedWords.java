package muster.scripts;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import muster.engine.drill.Deed;
import muster.scripts.shape.Choice;
import muster.scripts.shape.Field;
import muster.scripts.shape.Fields;
import muster.scripts.shape.Word;
import muster.scripts.shape.Written;

/** The words of an act. */
final class DeedWords {

    private static final Field<String> SET_NAME = new Field<>(
            "name",
            "The setting's name.",
            new Written<>("a setting's name, such as synchronous_commit", Pattern.compile("^[a-z_.]+$"), Optional::of));

    private static final Field<String> SET_VALUE = new Field<>(
            "value",
            "Its value; default for the server's own.",
            new Written<>(
                    "a setting's value, without quotation marks and backslashes",
                    Pattern.compile("^[^'\"\\\\]*$"),
                    value -> Optional.of(value.equals("default") ? "" : value)));

    /** One act. */
    static final Choice<Deed> SHAPE = new Choice<>(
            "act",
            List.of(
                    new Word.Bare<>("promote", "A standby becomes primary.", new Deed.Promote()),
                    new Word.Bare<>(
                            "rejoin", "A former primary becomes a standby of the present one.", new Deed.Rejoin()),
                    new Word.Bare<>("rebuild", "A standby's data is copied anew from its primary.", new Deed.Rebuild()),
                    new Word.Bare<>(
                            "replace",
                            "A member whose data is gone leaves, comes again as a learner, and is promoted.",
                            new Deed.Replace()),
                    new Word.Valued<>(
                            "set",
                            "A setting of the server is changed without a restart.",
                            new Fields<Deed>(
                                    List.of(SET_NAME, SET_VALUE),
                                    values -> Optional.of(new Deed.Set(values.get(SET_NAME), values.get(SET_VALUE)))),
                            deed -> deed)),
            Map.of(),
            Optional.empty());

    private DeedWords() {}
}
