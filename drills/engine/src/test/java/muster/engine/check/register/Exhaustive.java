package muster.engine.check.register;

import java.util.List;
import java.util.Objects;
import muster.engine.history.Op;
import muster.engine.history.Outcome;
import org.jspecify.annotations.Nullable;

/** Decides by trying every order, straight from the definition. For a handful of calls on one register. */
final class Exhaustive {

    private final List<Op> calls;

    private Exhaustive(List<Op> calls) {
        this.calls = calls;
    }

    static boolean linearizable(List<Op> history) {
        List<Op> calls = history.stream()
                .filter(op -> op.kind().onRegister() && !op.kind().local())
                .filter(op -> !(op.settled() instanceof Outcome.Refused))
                .filter(op -> op.mutates() || op.settled().acknowledged())
                .toList();
        return new Exhaustive(calls).from(0, null);
    }

    private boolean from(int done, @Nullable String value) {
        if (complete(done)) {
            return true;
        }
        for (int i = 0; i < calls.size(); i++) {
            if ((done & 1 << i) == 0 && mayBeNext(done, i) && applies(calls.get(i), value)) {
                if (from(done | 1 << i, after(calls.get(i), value))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Calls whose outcome is unknown need not have happened. */
    private boolean complete(int done) {
        for (int i = 0; i < calls.size(); i++) {
            if ((done & 1 << i) == 0 && calls.get(i).settled().acknowledged()) {
                return false;
            }
        }
        return true;
    }

    /** No call that is left returned before this one was sent. */
    private boolean mayBeNext(int done, int call) {
        for (int i = 0; i < calls.size(); i++) {
            boolean left = i != call && (done & 1 << i) == 0;
            if (left && calls.get(i).returnNanos() < calls.get(call).sentNanos()) {
                return false;
            }
        }
        return true;
    }

    private static boolean applies(Op op, @Nullable String value) {
        @Nullable String answered = op.settled() instanceof Outcome.Acked acked ? acked.value() : null;
        boolean unknown = op.settled() instanceof Outcome.Unknown;
        return switch (op.kind()) {
            case WRITE, INSERT, TRANSFER -> true;
            case READ, LOCAL_READ, SNAPSHOT, LOCAL_SNAPSHOT -> Objects.equals(answered, value);
            case COMPARE_AND_SET -> {
                if (unknown || Objects.equals(answered, op.argument())) {
                    yield Objects.equals(op.expected(), value);
                }
                yield Objects.equals(answered, value) && !Objects.equals(op.expected(), value);
            }
        };
    }

    private static @Nullable String after(Op op, @Nullable String value) {
        boolean unknown = op.settled() instanceof Outcome.Unknown;
        @Nullable String answered = op.settled() instanceof Outcome.Acked acked ? acked.value() : null;
        return op.mutates() && (unknown || Objects.equals(answered, op.argument())) ? op.argument() : value;
    }
}
