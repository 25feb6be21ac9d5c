package muster.engine.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import muster.engine.check.register.Values;
import muster.engine.history.Evidence;
import muster.engine.history.Found;
import muster.engine.history.Op;
import muster.engine.history.Outcome;

/**
 * Every inserted element accounted for, from reads through the store's order and from what was read back after recovery (the set-full
 * checker of Jepsen, with an exact moment for each read). An element is known from its acknowledgement, or from the first read that saw it.
 *
 * @param attempted inserts that were sent
 * @param acknowledged said yes to
 * @param lost acknowledged, and not there after recovery; empty if nothing was read back
 * @param recovered never answered, and there after recovery
 * @param duplicated there more than once
 * @param neverVisible acknowledged, looked for after that, and never seen, neither by a read nor after recovery
 * @param vanished known, and a read that was sent later did not see them
 * @param reads reads of elements that were known when they were sent
 */
public record ElementAccounts(
        long attempted,
        List<Op> acknowledged,
        List<Op> lost,
        List<Op> recovered,
        List<Op> duplicated,
        List<Op> neverVisible,
        List<Absence> vanished,
        long reads) {

    /**
     * An element that was known and was not seen.
     *
     * @param insert its insert
     * @param read the first read that missed it
     * @param knownNanos since when it was known
     */
    public record Absence(Op insert, Op read, long knownNanos) {}

    /** The accounts of one run. */
    public static ElementAccounts of(Evidence evidence) {
        Map<String, List<Op>> reads = new HashMap<>();
        for (Op op : evidence.ops()) {
            if (op.kind() == Op.Kind.READ && op.settled().acknowledged()) {
                reads.computeIfAbsent(op.key(), key -> new ArrayList<>()).add(op);
            }
        }
        Map<Long, Found> standing = new HashMap<>();
        evidence.found().forEach(found -> standing.put(found.op(), found));
        List<Op> inserts = evidence.ops().stream()
                .filter(op -> op.kind() == Op.Kind.INSERT)
                .toList();
        Counting counting = new Counting(evidence.readBack(), standing);
        inserts.forEach(insert -> counting.enter(insert, reads.getOrDefault(insert.key(), List.of())));
        return counting.accounts(inserts.size());
    }

    /** The accounts while they are made. */
    private static final class Counting {
        private final boolean readBack;
        private final Map<Long, Found> standing;
        private final List<Op> acknowledged = new ArrayList<>();
        private final List<Op> lost = new ArrayList<>();
        private final List<Op> recovered = new ArrayList<>();
        private final List<Op> duplicated = new ArrayList<>();
        private final List<Op> neverVisible = new ArrayList<>();
        private final List<Absence> vanished = new ArrayList<>();
        private long judged;

        Counting(boolean readBack, Map<Long, Found> standing) {
            this.readBack = readBack;
            this.standing = standing;
        }

        void enter(Op insert, List<Op> reads) {
            boolean wrote = WriteAccounts.wrote(insert);
            Found found = readBack ? standing.get(insert.id()) : null;
            if (wrote) {
                acknowledged.add(insert);
                if (readBack && found == null) {
                    lost.add(insert);
                }
            }
            if (found != null && insert.settled() instanceof Outcome.Unknown) {
                recovered.add(insert);
            }
            if (found != null && found.copies() > 1) {
                duplicated.add(insert);
            }
            Set<Op> seen = new HashSet<>();
            long known = wrote ? insert.returnNanos() : Long.MAX_VALUE;
            for (Op read : reads) {
                if (Objects.equals(Values.value(read), insert.argument())) {
                    seen.add(read);
                    known = Math.min(known, read.returnNanos());
                }
            }
            look(insert, reads, seen, known);
            boolean lookedFor = reads.stream().anyMatch(read -> read.sentNanos() > insert.returnNanos());
            if (wrote && lookedFor && seen.isEmpty() && found == null) {
                neverVisible.add(insert);
            }
        }

        private void look(Op insert, List<Op> reads, Set<Op> seen, long known) {
            Op missed = null;
            for (Op read : reads) {
                if (read.sentNanos() <= known) {
                    continue;
                }
                judged++;
                if (!seen.contains(read) && (missed == null || read.sentNanos() < missed.sentNanos())) {
                    missed = read;
                }
            }
            if (missed != null) {
                vanished.add(new Absence(insert, missed, known));
            }
        }

        ElementAccounts accounts(long attempted) {
            return new ElementAccounts(
                    attempted, acknowledged, lost, recovered, duplicated, neverVisible, vanished, judged);
        }
    }
}
