package muster.engine.drill;

import java.time.Duration;

/**
 * An open-loop load of reads and writes on a few registers.
 *
 * @param clients how many clients share it, each on one member
 * @param ratePerSecond calls a second over all clients, sent whether or not earlier ones came back; at most 2 000
 * @param keys how many registers
 * @param readsPercent how many of a hundred calls read
 * @param swapsPercent how many of a hundred calls compare and set; the rest writes
 * @param deadline how long a client waits for an answer; at most 1 s
 */
public record Workload(
        int clients, int ratePerSecond, int keys, int readsPercent, int swapsPercent, Duration deadline) {

    /** The most calls a second that one Muster sends: above it the tool disturbs what it measures. */
    public static final int RATE_LIMIT = 2_000;

    /** The longest deadline of a call: a longer one would hide how long a client waits behind one call. */
    public static final Duration DEADLINE_LIMIT = Duration.ofSeconds(1);

    /** @throws IllegalArgumentException if a figure is out of its bounds; the message names it */
    public Workload {
        within("clients", clients, 1, 64);
        within("rate", ratePerSecond, 1, RATE_LIMIT);
        within("keys", keys, 1, 1_024);
        within("reads", readsPercent, 0, 100);
        within("swaps", swapsPercent, 0, 100 - readsPercent);
        if (deadline.isNegative() || deadline.isZero() || deadline.compareTo(DEADLINE_LIMIT) > 0) {
            throw new IllegalArgumentException("deadline: must be more than 0 s and at most 1 s");
        }
    }

    private static void within(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("%s: %d is not within %d and %d".formatted(name, value, least, most));
        }
    }
}
