package muster.pages.picture;

import java.util.ArrayList;
import java.util.List;

/**
 * Latency from bottom to top, in decades.
 *
 * @param lowest the power of ten, in nanoseconds, at the bottom
 * @param highest the power of ten, in nanoseconds, at the top
 */
record LatencyAxis(int lowest, int highest, double top, double bottom) {

    private static final int SHORTEST = 4;
    private static final int MILLISECOND = 6;
    private static final int SECOND = 9;
    private static final double HEADROOM = 0.06;

    /**
     * An axis on which every one of these latencies lies; nothing under 10 µs is told apart. It always holds a millisecond and a second,
     * so that pictures of different runs look alike.
     */
    static LatencyAxis over(long leastNanos, long mostNanos, double top, double bottom) {
        int lowest = Math.clamp((int) Math.floor(decades(leastNanos)), SHORTEST, MILLISECOND);
        int highest = Math.max(SECOND, (int) Math.ceil(decades(mostNanos) - HEADROOM));
        return new LatencyAxis(lowest, highest, top, bottom);
    }

    double y(long nanos) {
        double share = (decades(nanos) - lowest) / (highest + HEADROOM - lowest);
        return bottom - Math.clamp(share, 0.0, 1.0) * (bottom - top);
    }

    /** Every decade, in nanoseconds. */
    List<Long> ticks() {
        List<Long> ticks = new ArrayList<>();
        for (int power = lowest; power <= highest; power++) {
            ticks.add(Math.round(Math.pow(10, power)));
        }
        return ticks;
    }

    static String label(long nanos) {
        if (nanos >= 1_000_000_000L) {
            return nanos / 1_000_000_000L + " s";
        }
        return nanos >= 1_000_000 ? nanos / 1_000_000 + " ms" : nanos / 1_000 + " µs";
    }

    private static double decades(long nanos) {
        return Math.log10((double) Math.max(1, nanos));
    }
}
