package muster.engine.report;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import muster.engine.check.Gap;
import muster.engine.check.Gaps;
import muster.engine.check.Quantities;
import muster.engine.history.Evidence;
import muster.engine.history.Op;
import muster.engine.history.Prediction;

/**
 * The longest time without an acknowledged write, over all clients.
 *
 * @param writes how many writes were attempted
 * @param gap that time; empty if no write was acknowledged
 * @param jitter shorter is not told from it
 */
record Outage(long writes, Optional<Gap> gap, Duration jitter) {

    static Outage of(Evidence evidence) {
        List<Op> writes = evidence.ops().stream().filter(Op::mutates).toList();
        Duration jitter =
                evidence.facts().prediction() instanceof Prediction.NoGap none ? none.most() : Prediction.NO_GAP_LIMIT;
        return new Outage(writes.size(), Gaps.longest(writes, evidence::stallNanosAt), jitter);
    }

    /** True if it is longer than what is told from ordinary jitter. */
    boolean felt() {
        return gap.isPresent() && (gap.get().open() || gap.get().leastNanos() > jitter.toNanos());
    }

    /** How long it was: one figure where its doubt is small, two where it is not. */
    String length() {
        Gap known = gap.orElseThrow();
        if (known.open()) {
            return "more than " + Quantities.length(known.leastNanos());
        }
        long doubt = known.mostNanos() - known.leastNanos();
        return doubt * 10 <= known.mostNanos()
                ? Quantities.length(known.leastNanos() + doubt / 2)
                : "%s to %s".formatted(Quantities.length(known.leastNanos()), Quantities.length(known.mostNanos()));
    }
}
