package muster.engine.check.session;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import muster.engine.check.register.Values;
import muster.engine.history.Op;
import org.jspecify.annotations.Nullable;

/** What one client was told, for each register: the newest value that it had written, and the newest that it had read, at any moment. */
final class Session {

    /** Calls on one register in the order in which they returned, and the newest value up to each. */
    private static final class Trail {
        private final List<Op> calls = new ArrayList<>();
        private final List<Op> newest = new ArrayList<>();
        private final Values values;

        Trail(Values values) {
            this.values = values;
        }

        void seal() {
            calls.sort(Comparator.comparingLong(Op::returnNanos));
            for (Op call : calls) {
                Op best = newest.isEmpty() ? call : newest.getLast();
                newest.add(values.floorNanos(call) > values.floorNanos(best) ? call : best);
            }
        }

        @Nullable
        Op before(long nanos) {
            int low = 0;
            int high = calls.size();
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (calls.get(middle).returnNanos() < nanos) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low == 0 ? null : newest.get(low - 1);
        }
    }

    private final Map<String, Trail> writes = new HashMap<>();
    private final Map<String, Trail> reads = new HashMap<>();

    /** A call that was acknowledged. One that saw nothing, or a value that nobody wrote, asks nothing of later reads. */
    void add(Op op, Values values) {
        if (values.write(Values.value(op)) == null) {
            return;
        }
        boolean wrote = op.mutates() && Objects.equals(Values.value(op), op.argument());
        (wrote ? writes : reads)
                .computeIfAbsent(op.key(), key -> new Trail(values))
                .calls
                .add(op);
    }

    /** No call is added any more. */
    void seal() {
        writes.values().forEach(Trail::seal);
        reads.values().forEach(Trail::seal);
    }

    /** The write of the newest value among those that returned before a moment; null if there is none. */
    @Nullable
    Op latestWrite(String key, long nanos) {
        Trail trail = writes.get(key);
        return trail == null ? null : trail.before(nanos);
    }

    /** The read of the newest value among those that returned before a moment; null if there is none. */
    @Nullable
    Op latestRead(String key, long nanos) {
        Trail trail = reads.get(key);
        return trail == null ? null : trail.before(nanos);
    }
}
