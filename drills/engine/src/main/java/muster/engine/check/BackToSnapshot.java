package muster.engine.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import muster.engine.history.Event;
import muster.engine.history.Evidence;
import muster.engine.history.Op;
import muster.engine.history.Span;

/**
 * The store went back to the snapshot that the run saved, and to nothing else: every write that was acknowledged before the snapshot was
 * ordered stands in it, every one that was acknowledged after it was saved and before the restore is gone, and every one since stands. What
 * is gone is named. Writes that were under way while the snapshot was saved, or that were answered late, may be either. Undecided if the
 * writes were not read back, the restore was not done, or none was acknowledged before the snapshot or none in between.
 */
public record BackToSnapshot() implements Check {

    private static final int WITNESSES = 20;

    @Override
    public String word() {
        return "back-to-snapshot";
    }

    @Override
    public String allows() {
        return "what came after the snapshot is gone, and nothing else";
    }

    @Override
    public Verdict judge(Evidence evidence) {
        WriteAccounts accounts = WriteAccounts.of(evidence);
        if (!accounts.readBack()) {
            return new Verdict.Undecided("not measured", "The writes were not read back after recovery.");
        }
        Optional<Span> saved = done(evidence, "snapshot");
        Optional<Span> restored = done(evidence, "restore");
        if (saved.isEmpty() || restored.isEmpty()) {
            return new Verdict.Undecided("not measured", "No snapshot was saved and restored.");
        }
        return judge(evidence, accounts, saved.get(), restored.get());
    }

    private static Verdict judge(Evidence evidence, WriteAccounts accounts, Span saved, Span restored) {
        Set<Op> standing = new HashSet<>(accounts.found());
        List<Op> before = between(accounts, Long.MIN_VALUE, saved.fromNanos());
        List<Op> after = between(accounts, saved.toNanos(), restored.fromNanos());
        List<Op> meanwhile = between(accounts, Long.MIN_VALUE, saved.toNanos()).stream()
                .filter(op -> op.returnNanos() > saved.fromNanos())
                .toList();
        List<Op> since = between(accounts, restored.toNanos(), Long.MAX_VALUE);
        List<Op> gone = after.stream().filter(op -> !standing.contains(op)).toList();
        List<Op> lost = Stream.concat(before.stream(), since.stream())
                .filter(op -> !standing.contains(op))
                .toList();
        List<Op> kept = after.stream().filter(standing::contains).toList();
        String measured = "%s gone of %s after it, %s of %s others"
                .formatted(
                        Quantities.grouped(gone.size()),
                        Quantities.grouped(after.size()),
                        Quantities.grouped(lost.size()),
                        Quantities.grouped((long) before.size() + since.size()));
        if (!lost.isEmpty() || !kept.isEmpty()) {
            return new Verdict.Broken(measured, why(lost, kept), witness(lost, kept));
        }
        if (before.isEmpty() || after.isEmpty()) {
            return new Verdict.Undecided(
                    measured,
                    "No write was acknowledged %s, so that nothing tells where the store went back to."
                            .formatted(before.isEmpty() ? "before the snapshot" : "between snapshot and restore"));
        }
        return CutShort.judged(
                evidence,
                new Verdict.Holds(
                        measured,
                        "Each of %s from before the snapshot, and of %s since the restore, is in the store. Thrown away, as a restore does: %s, the numbers %d to %d%s."
                                .formatted(
                                        Quantities.count(before.size(), "acknowledged write"),
                                        Quantities.grouped(since.size()),
                                        Quantities.count(gone.size(), "acknowledged write"),
                                        gone.getFirst().id(),
                                        gone.getLast().id(),
                                        either(meanwhile, standing))));
    }

    /** Of what was acknowledged while the snapshot was saved, a part is older than the moment that it holds. */
    private static String either(List<Op> meanwhile, Set<Op> standing) {
        long gone = meanwhile.stream().filter(op -> !standing.contains(op)).count();
        return meanwhile.isEmpty()
                ? ""
                : ", and %s of %s acknowledged while it was saved"
                        .formatted(Quantities.grouped(gone), Quantities.grouped(meanwhile.size()));
    }

    /** Writes that were sent and acknowledged in time within a while. */
    private static List<Op> between(WriteAccounts accounts, long notBefore, long notAfter) {
        return accounts.acknowledged().stream()
                .filter(op -> op.sentNanos() >= notBefore && op.returnNanos() <= notAfter)
                .sorted(Comparator.comparingLong(Op::id))
                .toList();
    }

    private static Optional<Span> done(Evidence evidence, String word) {
        return evidence.events(Event.ActBegan.class).stream()
                .filter(act -> act.act().equals(word))
                .flatMap(act -> evidence.events(Event.ActDone.class).stream()
                        .filter(done -> done.step().equals(act.step())))
                .map(Event.ActDone::command)
                .findFirst();
    }

    private static String why(List<Op> lost, List<Op> kept) {
        List<String> parts = new ArrayList<>();
        if (!lost.isEmpty()) {
            parts.add("%s not in the store, from before the snapshot or since the restore"
                    .formatted(
                            lost.size() == 1 ? "1 acknowledged write is" : lost.size() + " acknowledged writes are"));
        }
        if (!kept.isEmpty()) {
            parts.add("%s still in the store, from after the snapshot"
                    .formatted(
                            kept.size() == 1 ? "1 acknowledged write is" : kept.size() + " acknowledged writes are"));
        }
        return String.join(", ", parts) + ".";
    }

    private static List<String> witness(List<Op> lost, List<Op> kept) {
        return Stream.concat(
                        lost.stream().limit(WITNESSES).map(op -> Wording.told(op) + " and is not in the store"),
                        kept.stream()
                                .limit(WITNESSES)
                                .map(op ->
                                        Wording.told(op) + " and is in the store, which is not that of the snapshot"))
                .toList();
    }
}
