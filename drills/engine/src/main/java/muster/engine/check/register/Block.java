package muster.engine.check.register;

import muster.engine.history.Op;
import org.jspecify.annotations.Nullable;

/**
 * Values that stand one directly after another, because each was put by a compare-and-set in the place of the one before: most often
 * one value alone. Its zone lies between the earliest return of a call in it and the latest sending of one.
 */
final class Block {

    private @Nullable Op earliest;
    private @Nullable Op latest;
    private final boolean initial;

    /** @param initial true if it begins with the value that stood before all calls, which returned before all of them */
    Block(boolean initial) {
        this.initial = initial;
    }

    /**
     * Appends the next value.
     *
     * @return two calls of which the first returned before the second was sent, though its value stands later; null if there are none
     */
    @Nullable
    Reversal append(Cluster cluster) {
        Op write = cluster.write;
        if (write != null && latest != null && write.returnNanos() < latest.sentNanos()) {
            return new Reversal(write, latest);
        }
        if (write != null) {
            take(write, write);
        }
        Op firstRead = cluster.firstRead;
        if (firstRead == null) {
            return null;
        }
        if (latest != null && firstRead.returnNanos() < latest.sentNanos()) {
            return new Reversal(firstRead, latest);
        }
        take(firstRead, cluster.lastRead == null ? firstRead : cluster.lastRead);
        return null;
    }

    private void take(Op returned, Op sent) {
        if (earliest == null || returned.returnNanos() < earliest.returnNanos()) {
            earliest = returned;
        }
        if (latest == null || sent.sentNanos() > latest.sentNanos()) {
            latest = sent;
        }
    }

    /** The earliest return of a call in it. */
    long returnedNanos() {
        if (initial) {
            return Long.MIN_VALUE;
        }
        return earliest == null ? Long.MAX_VALUE : earliest.returnNanos();
    }

    /** The latest sending of a call in it. */
    long sentNanos() {
        return latest == null ? Long.MIN_VALUE : latest.sentNanos();
    }

    /** True if one of its calls returned before another was sent: then its value stood all the time between the two. */
    boolean forward() {
        return returnedNanos() < sentNanos();
    }

    /** The call that returned earliest; null for the initial value. */
    @Nullable
    Op earliest() {
        return initial ? null : earliest;
    }

    /** The call that was sent last; null if there is none. */
    @Nullable
    Op latest() {
        return latest;
    }

    /** Two calls in the wrong order: {@code earlier} returned before {@code later} was sent, though it saw a later value. */
    record Reversal(Op earlier, Op later) {}
}
