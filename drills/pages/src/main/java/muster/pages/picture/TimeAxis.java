package muster.pages.picture;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Time from left to right. Nanoseconds count from the run's zero; what is printed counts from {@code zeroNanos}.
 *
 * @param fromNanos at the left edge
 * @param toNanos at the right edge
 * @param zeroNanos the moment that is printed as 0
 * @param left in pixels
 * @param right in pixels
 */
record TimeAxis(long fromNanos, long toNanos, long zeroNanos, double left, double right) {

    private static final long[] STEPS = {1, 2, 5};
    private static final double TICK_PIXELS = 70;

    /** One mark below the axis. */
    record Tick(long atNanos, String label) {}

    /** Where a moment lies; one outside lies on the edge. */
    double x(long nanos) {
        long clipped = Math.clamp(nanos, fromNanos, toNanos);
        return left + (right - left) * (clipped - fromNanos) / (toNanos - fromNanos);
    }

    /** True if the moment lies between the edges. */
    boolean shows(long nanos) {
        return nanos >= fromNanos && nanos <= toNanos;
    }

    /** How many nanoseconds a number of pixels stands for. */
    long nanos(double pixels) {
        return (long) ((toNanos - fromNanos) * pixels / (right - left));
    }

    /** Round moments, far enough apart for their labels. */
    List<Tick> ticks() {
        long step = step(nanos(TICK_PIXELS));
        List<Tick> ticks = new ArrayList<>();
        for (long at = Math.ceilDiv(fromNanos - zeroNanos, step) * step; at + zeroNanos <= toNanos; at += step) {
            ticks.add(new Tick(at + zeroNanos, label(at)));
        }
        return ticks;
    }

    /** The shortest round length of time (1, 2 or 5 times a power of ten) that is at least so long. */
    static long step(long leastNanos) {
        for (long power = 1_000_000; ; power *= 10) {
            for (long factor : STEPS) {
                if (factor * power >= leastNanos) {
                    return factor * power;
                }
            }
        }
    }

    private static String label(long nanos) {
        String seconds = BigDecimal.valueOf(nanos, 9).abs().stripTrailingZeros().toPlainString();
        return (nanos < 0 ? "−" : "") + seconds + " s";
    }
}
