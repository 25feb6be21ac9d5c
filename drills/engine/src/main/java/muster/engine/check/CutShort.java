package muster.engine.check;

import java.util.Optional;
import muster.engine.history.Event;
import muster.engine.history.Evidence;

/** A run that did not go through to its end. It can prove that something is broken, never that something holds. */
public final class CutShort {

    private CutShort() {}

    /** Why the run did not go through; empty if it did. */
    public static Optional<String> why(Evidence evidence) {
        for (Event.Interrupted interrupted : evidence.events(Event.Interrupted.class)) {
            return Optional.of("the run was interrupted by SIG%s".formatted(interrupted.signal()));
        }
        for (Event.Failed failed : evidence.events(Event.Failed.class)) {
            return Optional.of("the run could not go on: %s".formatted(failed.why()));
        }
        return evidence.journal().getLast().event() instanceof Event.Ended
                ? Optional.empty()
                : Optional.of("the journal has no end: the run was cut off");
    }

    /** The same verdict, unless it is a pass that a run cut short cannot give. */
    static Verdict judged(Evidence evidence, Verdict verdict) {
        if (!(verdict instanceof Verdict.Holds holds)) {
            return verdict;
        }
        return why(evidence)
                .<Verdict>map(
                        why -> new Verdict.Undecided(holds.measured(), "until then it held, but %s.".formatted(why)))
                .orElse(holds);
    }
}
