package muster.engine.check;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import muster.engine.check.session.Guarantee;
import muster.engine.check.session.Kept;
import muster.engine.check.session.Sessions;
import muster.engine.history.Evidence;

/**
 * The session guarantees that are named were broken for some client, and no other one was. It shows what a reader of a server gets that
 * lags. Undecided as {@link SessionGuarantees}.
 *
 * @param named at least one
 */
public record BrokenGuarantees(Set<Guarantee> named) implements Check {

    /** Copies the set. */
    public BrokenGuarantees {
        named = Set.copyOf(named);
    }

    @Override
    public String word() {
        return "broken-guarantees";
    }

    @Override
    public String allows() {
        return "%s broken, no other one"
                .formatted(named.stream().sorted().map(Guarantee::word).collect(Collectors.joining(", ")));
    }

    @Override
    public Verdict judge(Evidence evidence) {
        Optional<String> unfit = SessionFigures.unfit(evidence);
        if (unfit.isPresent()) {
            return new Verdict.Undecided("not measured", unfit.get());
        }
        List<Kept> all = Sessions.decide(evidence.ops()).orElseThrow();
        String measured = SessionFigures.measured(all);
        String idle = all.stream()
                .filter(kept -> kept.judged() == 0)
                .map(kept -> kept.guarantee().word())
                .collect(Collectors.joining(", "));
        Optional<Kept> other = all.stream()
                .filter(kept -> kept.broken() > 0 && !named.contains(kept.guarantee()))
                .findFirst();
        if (other.isPresent()) {
            return SessionFigures.broken(other.get(), measured);
        }
        if (!idle.isEmpty()) {
            return new Verdict.Undecided(measured, "No read was made that could have broken %s.".formatted(idle));
        }
        List<String> held = all.stream()
                .filter(kept -> kept.broken() == 0 && named.contains(kept.guarantee()))
                .map(kept -> "%s was broken by none of %s"
                        .formatted(kept.guarantee().word(), Quantities.count(kept.judged(), "read")))
                .toList();
        if (!held.isEmpty()) {
            return new Verdict.Broken(measured, String.join("; ", held) + ".", held);
        }
        return CutShort.judged(
                evidence,
                new Verdict.Holds(
                        measured,
                        all.stream()
                                .filter(kept -> named.contains(kept.guarantee()))
                                .map(SessionFigures::sentence)
                                .collect(Collectors.joining(" "))));
    }

    @Override
    public Optional<Counts> counts(Evidence evidence) {
        return SessionFigures.counts(evidence);
    }
}
