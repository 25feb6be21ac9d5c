package muster.engine.check.register;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import muster.engine.history.Op;
import muster.engine.history.Outcome;
import muster.engine.history.Stamp;
import org.jspecify.annotations.Nullable;

/**
 * The values of one register, each written once, and which of two is older as far as real time proves it: a value is older than another
 * if a call returned that had written or seen it before the other's write was sent. Nothing, {@code null}, is older than every value that
 * was written.
 */
public final class Values {

    private final Map<String, Op> writes = new HashMap<>();
    private final Map<@Nullable String, Op> proofs = new HashMap<>();

    private boolean repeated;

    private Values() {}

    /** The values of every register in a history, by key. */
    public static Map<String, Values> of(List<Op> history) {
        Map<String, Values> registers = new HashMap<>();
        for (Op op : history) {
            if (op.kind().onRegister()) {
                registers.computeIfAbsent(op.key(), key -> new Values()).take(op);
            }
        }
        return registers;
    }

    private void take(Op op) {
        if (op.mutates() && op.argument() != null && writes.put(op.argument(), op) != null) {
            repeated = true;
        }
        if (op.settled().acknowledged()) {
            proofs.merge(value(op), op, (old, fresh) -> fresh.returnNanos() < old.returnNanos() ? fresh : old);
        }
    }

    /** The value that an acknowledged call wrote or saw; null if it saw nothing, or was not acknowledged. */
    public static @Nullable String value(Op op) {
        return switch (op.settled()) {
            case Outcome.Acked acked -> acked.value();
            case Outcome.AckedLocally acked -> acked.value();
            case Outcome.Refused refused -> null;
            case Outcome.Unknown unknown -> null;
        };
    }

    /** Where an acknowledged call's answer stands; null if the call was not acknowledged. */
    public static @Nullable Stamp stamp(Op op) {
        return switch (op.settled()) {
            case Outcome.Acked acked -> acked.stamp();
            case Outcome.AckedLocally acked -> acked.stamp();
            case Outcome.Refused refused -> null;
            case Outcome.Unknown unknown -> null;
        };
    }

    /** True if a value was written twice, so that nothing can be told of it. */
    public boolean repeated() {
        return repeated;
    }

    /** The write of a value; null for nothing, and for a value that nobody wrote. */
    public @Nullable Op write(@Nullable String value) {
        return value == null ? null : writes.get(value);
    }

    /** The call that returned first of those that wrote or saw a value; null if there is none. */
    public @Nullable Op proof(@Nullable String value) {
        return proofs.get(value);
    }

    /** From when on a value surely stood, or something newer; the beginning for nothing. */
    public long stoodNanos(@Nullable String value) {
        Op proof = proofs.get(value);
        if (value == null) {
            return Long.MIN_VALUE;
        }
        return proof == null ? Long.MAX_VALUE : proof.returnNanos();
    }

    /** When the write of the value was sent that a call wrote or saw: what surely stood before then is older. */
    public long floorNanos(Op op) {
        Op write = write(value(op));
        return write == null ? Long.MIN_VALUE : write.sentNanos();
    }

    /** True if the one value is surely older than the other. */
    public boolean older(@Nullable String value, @Nullable String than) {
        Op write = write(than);
        return write != null && stoodNanos(value) < write.sentNanos();
    }
}
