package muster.engine.check;

import muster.engine.history.Span;

/**
 * The longest time between two neighbouring acknowledgements of calls of one kind.
 *
 * @param attempts calls that were sent within {@code window}
 * @param window from the last acknowledgement before it to the first one after; to the last call if none came
 * @param leastNanos it lasted at least this long, our own worst stall taken off
 * @param mostNanos it lasted at most this long, our own worst stall added
 * @param first {@link muster.engine.history.Op#id()} of the call whose acknowledgement ended it; -1 if none did
 * @param ended when that acknowledgement was given
 */
public record Gap(long attempts, Span window, long leastNanos, long mostNanos, long first, Span ended) {

    /** True if it was not over when the last call was sent: then it lasted longer than {@code leastNanos}, nobody knows how much. */
    public boolean open() {
        return first < 0;
    }

    /** Its length with its doubt, in words. */
    public String words() {
        return open()
                ? "more than %s".formatted(Quantities.length(leastNanos))
                : Quantities.between(leastNanos, mostNanos);
    }
}
