package muster.engine.check;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import muster.engine.check.session.Kept;
import muster.engine.check.session.Sessions;
import muster.engine.history.Evidence;
import muster.engine.history.Op;

/** How the session guarantees were kept, in words. */
final class SessionFigures {

    /** With fewer local reads nothing is said of readers of a replica. */
    private static final int NEEDED = 10;

    private SessionFigures() {}

    /** Why nothing can be said; empty if something can. */
    static Optional<String> unfit(Evidence evidence) {
        long local = evidence.ops().stream()
                .filter(op -> op.kind() == Op.Kind.LOCAL_READ && op.settled().acknowledged())
                .count();
        if (local < NEEDED) {
            return Optional.of("Only %s answered; %d are needed."
                    .formatted(
                            local == 1 ? "1 local read was" : Quantities.grouped(local) + " local reads were", NEEDED));
        }
        return Sessions.decide(evidence.ops()).isEmpty() ? Optional.of("A value was written twice.") : Optional.empty();
    }

    static String measured(List<Kept> all) {
        String broken = all.stream()
                .filter(kept -> kept.broken() > 0)
                .map(kept -> "%s %s of %s"
                        .formatted(
                                kept.guarantee().word(),
                                Quantities.grouped(kept.broken()),
                                Quantities.count(kept.judged(), "read")))
                .collect(Collectors.joining(", "));
        return broken.isEmpty()
                ? "0 of %s"
                        .formatted(Quantities.count(
                                all.stream().mapToLong(Kept::judged).max().orElse(0), "read"))
                : broken;
    }

    static Verdict broken(Kept kept, String measured) {
        return new Verdict.Broken(
                measured,
                sentence(kept),
                Objects.requireNonNull(kept.first()).witness().stream()
                        .map(Wording::call)
                        .toList());
    }

    static Optional<Counts> counts(Evidence evidence) {
        return Sessions.decide(evidence.ops())
                .map(all -> new Counts(
                        List.of("Guarantee", "Reads judged", "Broken", "First at"),
                        all.stream()
                                .map(kept -> Counts.row(
                                        kept.guarantee().word(),
                                        Quantities.grouped(kept.judged()),
                                        Quantities.grouped(kept.broken()),
                                        kept.first() == null
                                                ? "–"
                                                : Quantities.moment(kept.first()
                                                        .witness()
                                                        .getLast()
                                                        .sentNanos())))
                                .toList()));
    }

    static String sentence(Kept kept) {
        return "%s: %s"
                .formatted(
                        kept.guarantee().word(),
                        Objects.requireNonNull(kept.first()).sentence());
    }
}
