package muster.engine.report;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import muster.engine.history.Codec;
import muster.engine.history.Evidence;
import muster.engine.history.Op;
import muster.engine.history.Outcome;

/**
 * What was sent and how it ended. Latencies are those of all calls, failed ones too, from the moment they were due to the moment their
 * client stopped waiting.
 */
final class TrafficTable {

    private TrafficTable() {}

    static List<Findings.Traffic> of(Evidence evidence) {
        return Arrays.stream(Op.Kind.values())
                .map(kind -> row(
                        kind,
                        evidence.ops().stream().filter(op -> op.kind() == kind).toList()))
                .filter(row -> row.sent() > 0)
                .toList();
    }

    static Optional<Findings.LongestCall> longestCall(Evidence evidence) {
        return evidence.ops().stream()
                .filter(TrafficTable::ended)
                .max(Comparator.comparingLong(Op::latencyNanos))
                .map(op -> new Findings.LongestCall(
                        op.id(), Codec.kebab(op.kind().name()), op.endpoint(), op.latencyNanos(), words(op.outcome())));
    }

    static String words(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Acked acked -> "acknowledged";
            case Outcome.AckedLocally acked -> "acknowledged with a warning: " + acked.warning();
            case Outcome.Refused refused -> "refused: " + refused.why();
            case Outcome.Unknown unknown -> "unknown: " + unknown.why();
        };
    }

    private static Findings.Traffic row(Op.Kind kind, List<Op> calls) {
        long[] latencies = calls.stream()
                .filter(TrafficTable::ended)
                .mapToLong(Op::latencyNanos)
                .sorted()
                .toArray();
        return new Findings.Traffic(
                Codec.kebab(kind.name()),
                calls.size(),
                calls.stream().filter(op -> op.settled().acknowledged()).count(),
                calls.stream()
                        .filter(op -> op.settled() instanceof Outcome.Refused)
                        .count(),
                calls.stream()
                        .filter(op -> op.settled() instanceof Outcome.Unknown)
                        .count(),
                quantile(latencies, 0.5),
                quantile(latencies, 0.99));
    }

    /** False for a call that was under way when the recording broke off. */
    private static boolean ended(Op op) {
        return op.doneNanos() < Long.MAX_VALUE;
    }

    private static long quantile(long[] sorted, double part) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.ceil(sorted.length * part) - 1];
    }
}
