package muster.engine.history;

import org.jspecify.annotations.Nullable;

/**
 * One call of one client, with both ends of its closed interval. Times are nanoseconds since the run's zero on one monotonic clock.
 *
 * @param id dense and unique within a run, in order of sending
 * @param client the client that sent it, from 0
 * @param process the client's process number; a client goes on under a new one after every unknown outcome
 * @param kind what was asked
 * @param key the register, the element or the book of accounts that was read or written
 * @param argument the value to write, or the text of a {@link Transfer}; null for reads. Unique within a run
 * @param expected for a compare-and-set, the value that had to stand; null otherwise
 * @param endpoint the member that the call was sent to, by name
 * @param dueNanos when the open-loop schedule wanted it sent; latency counts from here
 * @param sentNanos when it was sent
 * @param doneNanos when its client stopped waiting: at the answer, the error, or the deadline
 * @param outcome how it stood at {@code doneNanos}
 * @param late what was heard after the deadline; null if nothing was
 */
public record Op(
        long id,
        int client,
        long process,
        Kind kind,
        String key,
        @Nullable String argument,
        @Nullable String expected,
        String endpoint,
        long dueNanos,
        long sentNanos,
        long doneNanos,
        Outcome outcome,
        @Nullable Late late) {

    /** What a call asks for. */
    public enum Kind {
        /** The latest value, through the store's order (a linearizable read). */
        READ,
        /** A new value, whatever stood before. */
        WRITE,
        /** A new value if another one stands now. */
        COMPARE_AND_SET,
        /** Whatever the asked member has, perhaps stale (etcd's serializable read). Never part of a linearizability check. */
        LOCAL_READ,
        /** A new element under a key of its own that nobody used before: a register that is written once. */
        INSERT,
        /** A {@link Transfer} between two accounts, in one atomic step. */
        TRANSFER,
        /** The {@link Balances} of all accounts as of one moment, through the store's order. */
        SNAPSHOT,
        /** The {@link Balances} of all accounts as of one moment that the asked member has, perhaps a past one. */
        LOCAL_SNAPSHOT;

        /** True if the call may change the store. */
        public boolean mutates() {
            return switch (this) {
                case WRITE, COMPARE_AND_SET, INSERT, TRANSFER -> true;
                case READ, LOCAL_READ, SNAPSHOT, LOCAL_SNAPSHOT -> false;
            };
        }

        /** True if the asked member answers from what it has by itself. */
        public boolean local() {
            return switch (this) {
                case LOCAL_READ, LOCAL_SNAPSHOT -> true;
                case READ, WRITE, COMPARE_AND_SET, INSERT, TRANSFER, SNAPSHOT -> false;
            };
        }

        /** True if the call reads or writes the one value under its key. */
        public boolean onRegister() {
            return switch (this) {
                case READ, WRITE, COMPARE_AND_SET, LOCAL_READ, INSERT -> true;
                case TRANSFER, SNAPSHOT, LOCAL_SNAPSHOT -> false;
            };
        }
    }

    /**
     * An answer that came after its client had stopped waiting.
     *
     * @param doneNanos when it was heard
     * @param outcome what it said
     */
    public record Late(long doneNanos, Outcome outcome) {}

    /**
     * The same call, ended.
     *
     * @param atNanos when its client stopped waiting
     */
    public Op ended(long atNanos, Outcome ending) {
        return new Op(
                id, client, process, kind, key, argument, expected, endpoint, dueNanos, sentNanos, atNanos, ending,
                late);
    }

    /** The same call, with what was heard after its client had stopped waiting. */
    public Op heard(Late answer) {
        return new Op(
                id, client, process, kind, key, argument, expected, endpoint, dueNanos, sentNanos, doneNanos, outcome,
                answer);
    }

    /** True if the call may change the store. */
    public boolean mutates() {
        return kind.mutates();
    }

    /** The last thing that is known of the call: the late outcome if one was heard, else the one at the deadline. */
    public Outcome settled() {
        return late == null ? outcome : late.outcome();
    }

    /**
     * The end of the interval in which the call took effect: when its settled outcome was heard, or {@link Long#MAX_VALUE} as long as
     * that is unknown.
     */
    public long returnNanos() {
        if (settled() instanceof Outcome.Unknown) {
            return Long.MAX_VALUE;
        }
        return late == null ? doneNanos : late.doneNanos();
    }

    /** Nanoseconds from the moment it was due to the moment its client stopped waiting. */
    public long latencyNanos() {
        return doneNanos - dueNanos;
    }
}
