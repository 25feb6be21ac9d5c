package muster.engine.check.register;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import muster.engine.history.Op;
import muster.engine.history.Outcome;
import org.jspecify.annotations.Nullable;

/** Violations in words: who was told what, and how much too late. */
final class Sentences {

    private Sentences() {}

    static String neverWritten(Op op, @Nullable String value) {
        return "%s saw %s, which nobody wrote.".formatted(who(op), value);
    }

    static String refusedWrite(Op op, @Nullable String value, Op write) {
        return "%s saw %s, whose write by client %d had been refused.".formatted(who(op), value, write.client());
    }

    static String refusedComparison(Op op, @Nullable String value) {
        return "%s was told that the comparison failed, and that %s stands: the value that it expected."
                .formatted(who(op), name(value));
    }

    static String replacedTwice(Op one, Op other) {
        return "Clients %d and %d both replaced %s, one with %s and one with %s: one update is lost."
                .formatted(other.client(), one.client(), name(one.expected()), other.argument(), one.argument());
    }

    static String circle(List<Op> swaps) {
        Op first = swaps.getFirst();
        return "%s replaced %s, which came after %s itself: the updates go in a circle."
                .formatted(who(first), name(first.expected()), first.argument());
    }

    static String reversed(Block.Reversal reversal) {
        Op earlier = reversal.earlier();
        Op later = reversal.later();
        return "%s %s, %s before %s %s was sent, though %s stood later."
                .formatted(
                        who(earlier),
                        did(earlier),
                        after(earlier.returnNanos(), later.sentNanos()),
                        who(later).toLowerCase(Locale.ROOT),
                        about(later),
                        name(value(earlier)));
    }

    /** The value of {@code one} stood before {@code other} returned, and was seen again after it. */
    static Decision.Violated conflict(String key, Block one, Block other) {
        Op stale = Objects.requireNonNull(one.latest());
        Op newer = Objects.requireNonNull(other.earliest());
        Set<Op> witness = new LinkedHashSet<>();
        Op first = one.earliest();
        if (first != null) {
            witness.add(first);
        }
        witness.add(Objects.requireNonNull(other.latest()));
        witness.add(newer);
        witness.add(stale);
        String sentence = "%s of %s began %s after %s was %s%s."
                .formatted(
                        who(stale),
                        name(value(stale)),
                        after(newer.returnNanos(), stale.sentNanos()),
                        name(value(newer)),
                        newer.mutates() ? "acknowledged" : "read",
                        first == null || first.equals(stale)
                                ? ""
                                : ", though %s had been %s before"
                                        .formatted(name(value(first)), first.mutates() ? "written" : "read"));
        return new Decision.Violated(key, sentence, List.copyOf(witness));
    }

    private static String who(Op op) {
        return switch (op.kind()) {
            case READ -> "A read by client %d".formatted(op.client());
            case WRITE -> "A write by client %d".formatted(op.client());
            case COMPARE_AND_SET -> "A compare-and-set by client %d".formatted(op.client());
            case LOCAL_READ -> "A local read by client %d".formatted(op.client());
            case INSERT -> "An insert by client %d".formatted(op.client());
            case TRANSFER -> "A transfer by client %d".formatted(op.client());
            case SNAPSHOT, LOCAL_SNAPSHOT -> "A snapshot by client %d".formatted(op.client());
        };
    }

    private static String did(Op op) {
        return "%s %s".formatted(op.mutates() ? "was acknowledged with" : "returned", name(value(op)));
    }

    private static String about(Op op) {
        return "of %s".formatted(name(value(op)));
    }

    private static @Nullable String value(Op op) {
        if (op.mutates() && !(op.settled() instanceof Outcome.Acked)) {
            return op.argument();
        }
        return switch (op.settled()) {
            case Outcome.Acked acked -> acked.value();
            case Outcome.AckedLocally acked -> acked.value();
            case Outcome.Refused refused -> op.argument();
            case Outcome.Unknown unknown -> op.argument();
        };
    }

    private static String name(@Nullable String value) {
        return value == null ? "nothing" : value;
    }

    private static String after(long fromNanos, long toNanos) {
        return String.format(Locale.ROOT, "%.1f ms", (toNanos - fromNanos) / 1e6);
    }
}
