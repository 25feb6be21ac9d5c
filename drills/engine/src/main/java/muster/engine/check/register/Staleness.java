package muster.engine.check.register;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import muster.engine.history.Op;
import muster.engine.history.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * How old the values were that reads of one kind returned. A read is stale by the time from the earliest return of a surely newer write
 * to its own sending; a write is surely newer if it was sent after the value read was known to stand.
 *
 * @param reads reads that returned a value
 * @param stale how many of them were stale
 * @param p99Nanos staleness at the 99th percentile of all reads
 * @param mostNanos the stalest
 */
public record Staleness(long reads, long stale, long p99Nanos, long mostNanos) {

    /** The staleness of the reads of one kind in a history. */
    public static Staleness of(List<Op> history, Op.Kind kind) {
        Map<String, List<Op>> registers = new HashMap<>();
        for (Op op : history) {
            if (op.kind().onRegister() && op.settled().acknowledged()) {
                registers.computeIfAbsent(op.key(), key -> new ArrayList<>()).add(op);
            }
        }
        long[] stale = registers.values().stream()
                .flatMapToLong(ops -> Arrays.stream(stale(ops, kind)))
                .sorted()
                .toArray();
        if (stale.length == 0) {
            return new Staleness(0, 0, 0, 0);
        }
        long old = Arrays.stream(stale).filter(nanos -> nanos > 0).count();
        return new Staleness(
                stale.length, old, stale[(int) Math.ceil(stale.length * 0.99) - 1], stale[stale.length - 1]);
    }

    private static long[] stale(List<Op> ops, Op.Kind kind) {
        Map<@Nullable String, Long> stood = new HashMap<>();
        stood.put(null, Long.MIN_VALUE);
        for (Op op : ops) {
            stood.merge(value(op), op.returnNanos(), Math::min);
        }
        List<Op> writes = ops.stream()
                .filter(op -> op.mutates() && Objects.equals(value(op), op.argument()))
                .sorted(Comparator.comparingLong(Op::sentNanos))
                .toList();
        long[] earliest = new long[writes.size() + 1];
        earliest[writes.size()] = Long.MAX_VALUE;
        for (int i = writes.size() - 1; i >= 0; i--) {
            earliest[i] = Math.min(earliest[i + 1], writes.get(i).returnNanos());
        }
        long[] sent = writes.stream().mapToLong(Op::sentNanos).toArray();
        return ops.stream()
                .filter(op -> op.kind() == kind)
                .mapToLong(op -> {
                    long newer = earliest[firstAfter(sent, Objects.requireNonNull(stood.get(value(op))))];
                    return newer >= op.sentNanos() ? 0 : op.sentNanos() - newer;
                })
                .toArray();
    }

    private static int firstAfter(long[] sent, long nanos) {
        int low = 0;
        int high = sent.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sent[middle] > nanos) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private static @Nullable String value(Op op) {
        return switch (op.settled()) {
            case Outcome.Acked acked -> acked.value();
            case Outcome.AckedLocally acked -> acked.value();
            case Outcome.Refused refused -> null;
            case Outcome.Unknown unknown -> null;
        };
    }
}
