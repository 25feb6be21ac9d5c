package muster.engine.history;

/**
 * A moment that is only known to lie between two readings of the run's clock, in nanoseconds since its zero.
 *
 * @param fromNanos not before this
 * @param toNanos not after this
 */
public record Span(long fromNanos, long toNanos) {

    /** @throws IllegalArgumentException if it ends before it begins */
    public Span {
        if (toNanos < fromNanos) {
            throw new IllegalArgumentException("a span from %d to %d".formatted(fromNanos, toNanos));
        }
    }

    /** How much is not known, in nanoseconds. */
    public long widthNanos() {
        return toNanos - fromNanos;
    }
}
