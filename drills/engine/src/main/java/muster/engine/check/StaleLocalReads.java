package muster.engine.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import muster.engine.check.register.Staleness;
import muster.engine.history.Evidence;
import muster.engine.history.Op;

/**
 * Every member that was harmed went on to answer reads of what it has, and answered from the past; how far, is the figure. It shows what a
 * reader of such a member gets. Reads count that were sent after the proof of the harm and before its heal. Undecided if nothing was proved
 * to be harmed, or if a harmed member was not asked at all meanwhile.
 */
public record StaleLocalReads() implements Check {

    @Override
    public String word() {
        return "stale-local-reads";
    }

    @Override
    public String allows() {
        return "every member that is hit answers from the past";
    }

    @Override
    public Verdict judge(Evidence evidence) {
        List<Evidence.Harmed> harms =
                evidence.harms().stream().filter(harm -> harm.bit() != null).toList();
        if (harms.isEmpty()) {
            return new Verdict.Undecided("not measured", "No harm was proved.");
        }
        List<String> figures = new ArrayList<>();
        List<String> otherwise = new ArrayList<>();
        List<String> unasked = new ArrayList<>();
        for (Evidence.Harmed harm : harms) {
            List<Op> reads = reads(evidence, harm);
            if (reads.isEmpty()) {
                unasked.add(harm.member());
                continue;
            }
            Staleness staleness = Staleness.of(withWrites(evidence, reads), Op.Kind.LOCAL_READ);
            figures.add("%s %s of %s stale, by up to %s"
                    .formatted(
                            harm.member(),
                            Quantities.grouped(staleness.stale()),
                            Quantities.grouped(staleness.reads()),
                            Quantities.length(staleness.mostNanos())));
            if (staleness.stale() == 0) {
                otherwise.add("%s answered %s of %s, none of them from the past"
                        .formatted(
                                harm.member(),
                                Quantities.grouped(staleness.reads()),
                                Quantities.count(reads.size(), "local read")));
            }
        }
        String measured = figures.isEmpty() ? "not measured" : String.join("; ", figures);
        if (!otherwise.isEmpty()) {
            return new Verdict.Broken(measured, String.join("; ", otherwise) + ".", otherwise);
        }
        if (!unasked.isEmpty()) {
            return new Verdict.Undecided(measured, "%s was not asked.".formatted(String.join(", ", unasked)));
        }
        return CutShort.judged(
                evidence, new Verdict.Holds(measured, "Reads of what a member has were answered from the past."));
    }

    private static List<Op> reads(Evidence evidence, Evidence.Harmed harm) {
        long from = Objects.requireNonNull(harm.bit()).toNanos();
        long to = harm.healed() == null
                ? evidence.journal().getLast().atNanos()
                : Objects.requireNonNull(harm.healed()).fromNanos();
        return evidence.ops().stream()
                .filter(op -> op.kind() == Op.Kind.LOCAL_READ && op.endpoint().equals(harm.member()))
                .filter(op -> op.sentNanos() >= from && op.sentNanos() < to)
                .toList();
    }

    /** Other reads count too: what they returned stood by then. */
    private static List<Op> withWrites(Evidence evidence, List<Op> reads) {
        List<Op> ops = new ArrayList<>(reads);
        evidence.ops().stream().filter(op -> op.kind() != Op.Kind.LOCAL_READ).forEach(ops::add);
        return ops;
    }
}
