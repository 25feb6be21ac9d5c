package muster.engine.drill;

import java.time.Duration;

/**
 * An open-loop load of reads and writes.
 *
 * @param kind on what
 * @param clients how many clients share it, each on one member
 * @param ratePerSecond calls a second over all clients, sent whether or not earlier ones came back; at most 2 000
 * @param keys how many registers; how many of the latest elements are read; how many accounts
 * @param readsPercent how many of a hundred calls read through the store's order
 * @param localReadsPercent how many of a hundred calls read what the client's own member has
 * @param swapsPercent how many of a hundred calls compare and set a register; the rest writes
 * @param deadline how long a client waits for an answer; at most 1 s
 */
public record Workload(
        Kind kind,
        int clients,
        int ratePerSecond,
        int keys,
        int readsPercent,
        int localReadsPercent,
        int swapsPercent,
        Duration deadline) {

    /** What is read and written. */
    public enum Kind {
        /** A few registers, each written again and again. */
        REGISTER,
        /** Elements of a set, each inserted once under an id of its own. */
        INSERT,
        /** Transfers between a few accounts of constant sum, and reads of all of them at once. */
        BANK
    }

    /** The most calls a second that one Muster sends: above it the tool disturbs what it measures. */
    public static final int RATE_LIMIT = 2_000;

    /** The longest deadline of a call: a longer one would hide how long a client waits behind one call. */
    public static final Duration DEADLINE_LIMIT = Duration.ofSeconds(1);

    /** Reads, writes and swaps on registers. */
    public Workload(int clients, int ratePerSecond, int keys, int readsPercent, int swapsPercent, Duration deadline) {
        this(Kind.REGISTER, clients, ratePerSecond, keys, readsPercent, 0, swapsPercent, deadline);
    }

    /** @throws IllegalArgumentException if a figure is out of its bounds; the message names it */
    public Workload {
        within("clients", clients, 1, 64);
        within("rate", ratePerSecond, 1, RATE_LIMIT);
        within("keys", keys, kind == Kind.BANK ? 2 : 1, 1_024);
        within("reads", readsPercent, 0, 100);
        within("local-reads", localReadsPercent, 0, 100 - readsPercent);
        within("swaps", swapsPercent, 0, kind == Kind.REGISTER ? 100 - readsPercent - localReadsPercent : 0);
        if (deadline.isNegative() || deadline.isZero() || deadline.compareTo(DEADLINE_LIMIT) > 0) {
            throw new IllegalArgumentException("deadline: must be more than 0 s and at most 1 s");
        }
    }

    /** How many of a hundred calls write, without those that compare first. */
    public int writesPercent() {
        return 100 - readsPercent - localReadsPercent - swapsPercent;
    }

    private static void within(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("%s: %d is not within %d and %d".formatted(name, value, least, most));
        }
    }
}
