package muster.engine.run;

import java.util.function.LongSupplier;

/**
 * The one clock of a run: nanoseconds since its zero, monotonic.
 *
 * @param zeroNanos {@link System#nanoTime()} at the zero
 */
record RunClock(long zeroNanos) implements LongSupplier {

    static RunClock start() {
        return new RunClock(System.nanoTime());
    }

    @Override
    public long getAsLong() {
        return System.nanoTime() - zeroNanos;
    }
}
