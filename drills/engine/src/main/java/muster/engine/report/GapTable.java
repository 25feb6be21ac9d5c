package muster.engine.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import muster.engine.check.Gap;
import muster.engine.check.Gaps;
import muster.engine.check.Quantities;
import muster.engine.history.Evidence;
import muster.engine.history.Op;

/** The longest times without acknowledgement: writes, reads, and writes for each endpoint and each client. */
final class GapTable {

    /** With fewer calls the longest gap says more about the load than about the store. */
    private static final int NEEDED = 10;

    private GapTable() {}

    static List<Findings.Gap> of(Evidence evidence) {
        LongUnaryOperator stall = evidence::stallNanosAt;
        List<Op> writes = evidence.ops().stream().filter(Op::mutates).toList();
        List<Op> reads = evidence.ops().stream()
                .filter(op -> !op.mutates() && !op.kind().local())
                .toList();
        List<Findings.Gap> gaps = new ArrayList<>();
        gaps.add(row("all", "writes", writes, stall));
        gaps.add(row("all", "reads", reads, stall));
        by(writes, Op::endpoint).forEach((name, calls) -> gaps.add(row("endpoint " + name, "writes", calls, stall)));
        by(writes, Op::client).forEach((name, calls) -> gaps.add(row("client " + name, "writes", calls, stall)));
        return gaps;
    }

    /** Writes over all. */
    static Findings.Gap writes(Evidence evidence) {
        return row("all", "writes", evidence.ops().stream().filter(Op::mutates).toList(), evidence::stallNanosAt);
    }

    /** Writes by each endpoint. */
    static List<Findings.Gap> writesEach(Evidence evidence) {
        return endpoints(evidence, "writes", Op::mutates);
    }

    /** Reads of what each endpoint has. */
    static List<Findings.Gap> answersEach(Evidence evidence) {
        return endpoints(evidence, "answers", op -> op.kind().local());
    }

    private static List<Findings.Gap> endpoints(Evidence evidence, String kind, Predicate<Op> wanted) {
        List<Findings.Gap> gaps = new ArrayList<>();
        by(evidence.ops().stream().filter(wanted).toList(), Op::endpoint)
                .forEach((name, calls) -> gaps.add(row(name, kind, calls, evidence::stallNanosAt)));
        return gaps;
    }

    private static <K extends Comparable<K>> Map<K, List<Op>> by(List<Op> calls, Function<Op, K> name) {
        return calls.stream().collect(Collectors.groupingBy(name, TreeMap::new, Collectors.toList()));
    }

    private static Findings.Gap row(String of, String kind, List<Op> calls, LongUnaryOperator stall) {
        if (calls.isEmpty()) {
            return new Findings.Gap(of, kind, 0, null, 0, 0, "no call was sent");
        }
        Optional<Gap> found = Gaps.longest(calls, stall);
        if (found.isEmpty()) {
            String none = "none of %s was acknowledged".formatted(Quantities.count(calls.size(), "call"));
            return new Findings.Gap(of, kind, calls.size(), null, 0, 0, none);
        }
        Gap gap = found.get();
        return new Findings.Gap(
                of, kind, gap.attempts(), gap.window(), gap.leastNanos(), gap.mostNanos(), doubt(calls.size(), gap));
    }

    private static @org.jspecify.annotations.Nullable String doubt(int calls, Gap gap) {
        if (gap.open()) {
            return "not over when the load ended: it lasted more than %s"
                    .formatted(Quantities.length(gap.leastNanos()));
        }
        return calls < NEEDED ? "only %s; %d are needed".formatted(Quantities.count(calls, "call"), NEEDED) : null;
    }
}
