package muster.engine.check;

import java.util.List;
import java.util.Optional;
import muster.engine.history.Evidence;
import muster.engine.history.Op;

/**
 * No write was acknowledged while a majority was proved dead, or the store proved full. Writes count that were sent after the proof and
 * answered before the first heal began; an answer that came later says nothing, the majority may have been back. Undecided if neither was
 * the case, or if fewer than ten writes were attempted meanwhile.
 */
public record WritesStop() implements Check {

    private static final int NEEDED = 10;

    @Override
    public String word() {
        return "writes-stop";
    }

    @Override
    public String allows() {
        return "no write while a majority is dead or the store full";
    }

    @Override
    public Verdict judge(Evidence evidence) {
        Optional<Standstill> standstill = Standstill.of(evidence);
        if (standstill.isEmpty()) {
            return new Verdict.Undecided(
                    "not measured", "No majority was proved dead at one time, and the store not proved full.");
        }
        long from = standstill.get().window().fromNanos();
        long to = standstill.get().window().toNanos();
        List<Op> attempted = evidence.ops().stream()
                .filter(op -> op.mutates() && op.sentNanos() >= from && op.sentNanos() < to)
                .toList();
        List<Op> acknowledged = attempted.stream()
                .filter(op -> WriteAccounts.wrote(op) && op.returnNanos() <= to)
                .toList();
        String measured = "%s of %s acknowledged"
                .formatted(Quantities.grouped(acknowledged.size()), Quantities.grouped(attempted.size()));
        String during = "in %s with %s"
                .formatted(Quantities.length(to - from), standstill.get().cause());
        if (!acknowledged.isEmpty()) {
            return new Verdict.Broken(
                    measured,
                    "%s acknowledged %s.".formatted(Quantities.count(acknowledged.size(), "write"), during),
                    acknowledged.stream().limit(NEEDED).map(Wording::told).toList());
        }
        if (attempted.size() < NEEDED) {
            return new Verdict.Undecided(
                    measured,
                    "Only %s attempted %s; %d are needed."
                            .formatted(Quantities.count(attempted.size(), "write"), during, NEEDED));
        }
        return CutShort.judged(
                evidence,
                new Verdict.Holds(
                        measured,
                        "None of %s was acknowledged %s."
                                .formatted(Quantities.count(attempted.size(), "write"), during)));
    }
}
