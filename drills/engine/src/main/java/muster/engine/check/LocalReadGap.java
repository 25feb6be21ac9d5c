package muster.engine.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import muster.engine.history.Evidence;
import muster.engine.history.Member;
import muster.engine.history.Op;
import muster.engine.history.Span;

/**
 * How long a member answered no read of what it has: for each member, harmed or not, the longest time between two neighbouring answers
 * over the whole run, as an interval (see {@link Gaps}) widened by our own stalls at its ends.
 *
 * <p>Undecided if an interval straddles the limit, if our own stalls were not measured, or if a member was asked less than ten times for
 * each length of the limit while something was broken.
 *
 * @param atMost how long it may be
 */
public record LocalReadGap(Duration atMost) implements Check {

    private static final int ATTEMPTS_PER_LIMIT = 10;

    @Override
    public String word() {
        return "local-read-gap";
    }

    @Override
    public String allows() {
        return "at most %s at each member".formatted(Quantities.length(atMost));
    }

    @Override
    public Verdict judge(Evidence evidence) {
        if (evidence.worstStallNanos().isEmpty()) {
            return new Verdict.Undecided(
                    "not measured", "Our own stalls were not measured, so that no gap can be told from one of ours.");
        }
        List<String> figures = new ArrayList<>();
        List<String> broken = new ArrayList<>();
        List<String> doubts = new ArrayList<>();
        for (Member member : evidence.facts().members()) {
            List<Op> reads = evidence.ops().stream()
                    .filter(op -> op.kind().local() && op.endpoint().equals(member.name()))
                    .toList();
            judge(evidence, member.name(), reads, figures, broken, doubts);
        }
        String measured = String.join("; ", figures);
        if (!broken.isEmpty()) {
            return new Verdict.Broken(measured, String.join("; ", broken) + ".", broken);
        }
        if (!doubts.isEmpty()) {
            return new Verdict.Undecided(measured, String.join("; ", doubts) + ".");
        }
        return CutShort.judged(evidence, new Verdict.Holds(measured, "Every member went on to answer local reads."));
    }

    private void judge(
            Evidence evidence,
            String member,
            List<Op> reads,
            List<String> figures,
            List<String> broken,
            List<String> doubts) {
        long answered = reads.stream().filter(op -> op.settled().acknowledged()).count();
        String counted =
                "%s %s of %s".formatted(member, Quantities.grouped(answered), Quantities.grouped(reads.size()));
        Optional<Gap> found = Gaps.longest(reads, evidence::stallNanosAt);
        if (found.isEmpty()) {
            figures.add(counted);
            (reads.isEmpty() ? doubts : broken)
                    .add(
                            reads.isEmpty()
                                    ? "%s was not asked".formatted(member)
                                    : "%s answered none of %s"
                                            .formatted(member, Quantities.count(reads.size(), "local read")));
            return;
        }
        Gap gap = found.get();
        figures.add("%s, longest gap %s".formatted(counted, gap.words()));
        if (gap.leastNanos() > atMost.toNanos()) {
            broken.add("%s answered no local read for %s from %s on"
                    .formatted(
                            member, gap.words(), Quantities.moment(gap.window().fromNanos())));
        } else if (gap.open() || gap.mostNanos() > atMost.toNanos()) {
            doubts.add("whether %s answered none for more than %s cannot be told"
                    .formatted(member, Quantities.length(atMost)));
        } else if (tooSparse(evidence, reads)) {
            doubts.add("%s was asked too seldom while something was broken".formatted(member));
        }
    }

    private boolean tooSparse(Evidence evidence, List<Op> reads) {
        Span window = evidence.faultWindow()
                .orElseGet(() ->
                        new Span(reads.getFirst().sentNanos(), reads.getLast().sentNanos()));
        long attempts = reads.stream()
                .filter(op -> op.sentNanos() >= window.fromNanos() && op.sentNanos() <= window.toNanos())
                .count();
        return attempts < Math.ceilDiv(window.widthNanos() * ATTEMPTS_PER_LIMIT, Math.max(1, atMost.toNanos()));
    }
}
