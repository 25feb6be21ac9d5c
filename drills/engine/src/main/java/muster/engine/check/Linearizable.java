package muster.engine.check;

import java.util.List;
import muster.engine.check.register.Decision;
import muster.engine.check.register.Registers;
import muster.engine.check.register.Staleness;
import muster.engine.history.Evidence;
import muster.engine.history.Op;

/**
 * Each register behaved as if there were one copy of it. Local reads are excepted, and how stale they were is said. Undecided only if no
 * call was answered, or if the history does not keep the workload's contract.
 */
public record Linearizable() implements Check {

    @Override
    public String word() {
        return "linearizable";
    }

    @Override
    public String allows() {
        return "one copy of each register";
    }

    @Override
    public Verdict judge(Evidence evidence) {
        return switch (Registers.decide(evidence.ops())) {
            case Decision.Unfit unfit -> new Verdict.Undecided("not measured", unfit.why() + ".");
            case Decision.Violated violated ->
                new Verdict.Broken(
                        "register " + violated.key(),
                        violated.sentence(),
                        violated.witness().stream().map(Wording::call).toList());
            case Decision.Linearizable linearizable -> holds(evidence, linearizable);
        };
    }

    private static Verdict holds(Evidence evidence, Decision.Linearizable linearizable) {
        if (linearizable.calls() == 0) {
            return new Verdict.Undecided("not measured", "No call was answered.");
        }
        List<Op> ops = evidence.ops();
        Staleness local = Staleness.of(ops, Op.Kind.LOCAL_READ);
        String stale = local.reads() == 0
                ? ""
                : " Of %s, which promise less, %s stale%s."
                        .formatted(
                                Quantities.count(local.reads(), "local read"),
                                local.stale() == 1 ? "1 was" : Quantities.grouped(local.stale()) + " were",
                                local.stale() == 0 ? "" : ", at most by " + Quantities.length(local.mostNanos()));
        return CutShort.judged(
                evidence,
                new Verdict.Holds(
                        Quantities.count(linearizable.calls(), "call"),
                        "%s on %s agree with one copy of each.%s"
                                .formatted(
                                        Quantities.count(linearizable.calls(), "call"),
                                        Quantities.count(linearizable.keys(), "register"),
                                        stale)));
    }
}
