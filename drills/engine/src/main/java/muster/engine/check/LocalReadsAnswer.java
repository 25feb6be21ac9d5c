package muster.engine.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import muster.engine.history.Evidence;
import muster.engine.history.Op;

/**
 * Every member that was left answered reads of what it has while a majority was proved dead. Undecided if no majority was dead, if
 * no member was left, or if one was not asked at all meanwhile.
 */
public record LocalReadsAnswer() implements Check {

    @Override
    public String word() {
        return "local-reads-answer";
    }

    @Override
    public String allows() {
        return "every member that is left answers";
    }

    @Override
    public Verdict judge(Evidence evidence) {
        Optional<QuorumLoss> loss = QuorumLoss.of(evidence);
        if (loss.isEmpty()) {
            return new Verdict.Undecided("not measured", "No majority was proved dead at one time.");
        }
        if (loss.get().survivors().isEmpty()) {
            return new Verdict.Undecided("not measured", "No member was left that could answer.");
        }
        List<String> figures = new ArrayList<>();
        List<String> silent = new ArrayList<>();
        List<String> unasked = new ArrayList<>();
        for (String member : loss.get().survivors()) {
            List<Op> reads = reads(evidence, loss.get(), member);
            long answered =
                    reads.stream().filter(op -> op.settled().acknowledged()).count();
            figures.add(
                    "%s %s of %s".formatted(member, Quantities.grouped(answered), Quantities.grouped(reads.size())));
            if (reads.isEmpty()) {
                unasked.add(member);
            } else if (answered == 0) {
                silent.add("%s answered none of %s".formatted(member, Quantities.count(reads.size(), "local read")));
            }
        }
        String measured = String.join(", ", figures);
        if (!silent.isEmpty()) {
            return new Verdict.Broken(measured, String.join("; ", silent) + ".", silent);
        }
        if (!unasked.isEmpty()) {
            return new Verdict.Undecided(measured, "%s was not asked.".formatted(String.join(", ", unasked)));
        }
        return CutShort.judged(
                evidence, new Verdict.Holds(measured, "Reads of what a member has, perhaps stale, were answered."));
    }

    private static List<Op> reads(Evidence evidence, QuorumLoss loss, String member) {
        return evidence.ops().stream()
                .filter(op -> op.kind().local() && op.endpoint().equals(member))
                .filter(op -> op.sentNanos() >= loss.window().fromNanos()
                        && op.sentNanos() < loss.window().toNanos())
                .toList();
    }
}
