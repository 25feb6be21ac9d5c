package muster.engine.check;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import muster.engine.check.session.Kept;
import muster.engine.check.session.Sessions;
import muster.engine.history.Evidence;

/**
 * Every client that reads here and there is shown what it wrote and read before, and no server shows a write without what it followed: the
 * four session guarantees (Terry et al. 1994). Only what is proved to be older in real time counts against a read. Undecided if fewer than
 * ten local reads were answered, or if nothing was read that a guarantee asks something of.
 */
public record SessionGuarantees() implements Check {

    @Override
    public String word() {
        return "session-guarantees";
    }

    @Override
    public String allows() {
        return "no read that breaks one of the four";
    }

    @Override
    public Verdict judge(Evidence evidence) {
        Optional<String> unfit = SessionFigures.unfit(evidence);
        if (unfit.isPresent()) {
            return new Verdict.Undecided("not measured", unfit.get());
        }
        List<Kept> all = Sessions.decide(evidence.ops()).orElseThrow();
        String measured = SessionFigures.measured(all);
        Optional<Kept> broken = all.stream().filter(kept -> kept.broken() > 0).findFirst();
        if (broken.isPresent()) {
            return SessionFigures.broken(broken.get(), measured);
        }
        String idle = all.stream()
                .filter(kept -> kept.judged() == 0)
                .map(kept -> kept.guarantee().word())
                .collect(Collectors.joining(", "));
        if (!idle.isEmpty()) {
            return new Verdict.Undecided(measured, "No read was made that could have broken %s.".formatted(idle));
        }
        return CutShort.judged(
                evidence,
                new Verdict.Holds(measured, "No read is proved to be older than what its client or server had shown."));
    }

    @Override
    public Optional<Counts> counts(Evidence evidence) {
        return SessionFigures.counts(evidence);
    }
}
