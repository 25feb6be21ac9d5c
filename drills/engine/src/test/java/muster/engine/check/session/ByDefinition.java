package muster.engine.check.session;

import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import muster.engine.check.register.Values;
import muster.engine.history.Op;
import org.jspecify.annotations.Nullable;

/** The session guarantees straight from their definition: every pair and every quadruple of calls is tried. For a handful of calls. */
final class ByDefinition {

    private final List<Op> ops;

    ByDefinition(List<Op> history) {
        ops = history;
    }

    /** How many reads could break a guarantee, or do. */
    long reads(Guarantee guarantee, boolean breaking) {
        return ops.stream()
                .filter(op -> !op.mutates() && op.settled().acknowledged())
                .filter(read -> asks(guarantee, read, breaking))
                .count();
    }

    private boolean asks(Guarantee guarantee, Op read, boolean breaking) {
        return switch (guarantee) {
            case READ_YOUR_WRITES ->
                any(known -> wrote(known) && follows(known, read, read.client(), read.sentNanos(), breaking));
            case MONOTONIC_READS ->
                any(known -> saw(known) && follows(known, read, read.client(), read.sentNanos(), breaking));
            case MONOTONIC_WRITES -> shown(read, this::wrote, breaking);
            case WRITES_FOLLOW_READS -> shown(read, this::saw, breaking);
        };
    }

    private boolean shown(Op read, Predicate<Op> kind, boolean breaking) {
        return any(earlier -> !earlier.mutates()
                && earlier.settled().acknowledged()
                && server(earlier).equals(server(read))
                && earlier.returnNanos() < read.sentNanos()
                && any(write -> write.mutates()
                        && write.key().equals(earlier.key())
                        && Objects.equals(write.argument(), Values.value(earlier))
                        && any(known -> kind.test(known)
                                && follows(known, read, write.client(), write.sentNanos(), breaking))));
    }

    /** A client was told of a value before a moment; if it breaks, one that is newer than what the read shows. */
    private boolean follows(Op known, Op read, int client, long beforeNanos, boolean breaking) {
        return known.client() == client
                && known.key().equals(read.key())
                && known.returnNanos() < beforeNanos
                && any(write -> writes(write, known))
                && (!breaking || any(write -> writes(write, known) && older(read, write)));
    }

    private static boolean writes(Op write, Op known) {
        return write.mutates()
                && write.key().equals(known.key())
                && Objects.equals(write.argument(), Values.value(known));
    }

    private boolean older(Op read, Op write) {
        @Nullable String value = Values.value(read);
        return value == null
                || any(proof -> proof.settled().acknowledged()
                        && proof.key().equals(read.key())
                        && value.equals(Values.value(proof))
                        && proof.returnNanos() < write.sentNanos());
    }

    private boolean wrote(Op op) {
        return op.mutates() && op.settled().acknowledged() && Objects.equals(Values.value(op), op.argument());
    }

    private boolean saw(Op op) {
        return op.settled().acknowledged() && !wrote(op);
    }

    private static String server(Op op) {
        return Objects.requireNonNull(Values.stamp(op)).member();
    }

    private boolean any(Predicate<Op> test) {
        return ops.stream().anyMatch(test);
    }
}
