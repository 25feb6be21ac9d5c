package muster.engine.check.register;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import muster.engine.history.Op;
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

    /**
     * How old the value of one read was.
     *
     * @param newer the surely newer write that returned first; null if the read was not stale
     * @param nanos 0 if it was not
     */
    public record Stale(Op read, @Nullable Op newer, long nanos) {}

    /** The staleness of the reads of one kind in a history. */
    public static Staleness of(List<Op> history, Op.Kind kind) {
        return of(each(history, kind));
    }

    /** The staleness of some reads together. */
    public static Staleness of(List<Stale> reads) {
        long[] stale = reads.stream().mapToLong(Stale::nanos).sorted().toArray();
        if (stale.length == 0) {
            return new Staleness(0, 0, 0, 0);
        }
        int fresh = 0;
        while (fresh < stale.length && stale[fresh] == 0) {
            fresh++;
        }
        return new Staleness(
                stale.length,
                stale.length - fresh,
                stale[(int) Math.ceil(stale.length * 0.99) - 1],
                stale[stale.length - 1]);
    }

    /** The staleness of each read of one kind that returned a value. */
    public static List<Stale> each(List<Op> history, Op.Kind kind) {
        Map<String, Values> values = Values.of(history);
        Map<String, List<Op>> registers = new HashMap<>();
        for (Op op : history) {
            if (op.kind().onRegister() && op.settled().acknowledged()) {
                registers.computeIfAbsent(op.key(), key -> new ArrayList<>()).add(op);
            }
        }
        List<Stale> all = new ArrayList<>();
        registers.forEach((key, ops) -> each(ops, kind, Objects.requireNonNull(values.get(key)), all));
        return all;
    }

    private static void each(List<Op> ops, Op.Kind kind, Values values, List<Stale> all) {
        List<Op> writes = ops.stream()
                .filter(op -> op.mutates() && Objects.equals(Values.value(op), op.argument()))
                .sorted(Comparator.comparingLong(Op::sentNanos))
                .toList();
        long[] sent = writes.stream().mapToLong(Op::sentNanos).toArray();
        List<Op> earliest = earliestReturns(writes);
        for (Op op : ops) {
            if (op.kind() != kind) {
                continue;
            }
            int after = firstAfter(sent, values.stoodNanos(Values.value(op)));
            @Nullable Op newer = after == sent.length ? null : earliest.get(after);
            all.add(
                    newer != null && newer.returnNanos() < op.sentNanos()
                            ? new Stale(op, newer, op.sentNanos() - newer.returnNanos())
                            : new Stale(op, null, 0));
        }
    }

    /** For each place, the write that returned first from there on. */
    private static List<Op> earliestReturns(List<Op> writes) {
        Op[] earliest = writes.toArray(Op[]::new);
        for (int i = earliest.length - 2; i >= 0; i--) {
            if (earliest[i + 1].returnNanos() < earliest[i].returnNanos()) {
                earliest[i] = earliest[i + 1];
            }
        }
        return List.of(earliest);
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
}
