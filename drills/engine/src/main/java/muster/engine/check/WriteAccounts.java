package muster.engine.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import muster.engine.history.Evidence;
import muster.engine.history.Found;
import muster.engine.history.Op;
import muster.engine.history.Outcome;

/**
 * Every write accounted for. A compare-and-set whose comparison failed wrote nothing and counts as refused. An acknowledgement that came
 * after its client had stopped waiting counts as one: the store did say yes.
 *
 * @param attempted writes that were sent
 * @param acknowledged said yes to in time
 * @param acknowledgedLate said yes to after the client had stopped waiting
 * @param refused surely not applied
 * @param unknown perhaps applied
 * @param readBack true if the store was read back; the rest is empty otherwise
 * @param found acknowledged ones that stand in the store with their own value
 * @param lost acknowledged ones that do not
 * @param unknownApplied unknown ones that stand in the store
 * @param resurrected refused ones that stand in the store
 * @param duplicated applied more than once
 */
public record WriteAccounts(
        long attempted,
        List<Op> acknowledged,
        List<Op> acknowledgedLate,
        List<Op> refused,
        List<Op> unknown,
        boolean readBack,
        List<Op> found,
        List<Op> lost,
        List<Op> unknownApplied,
        List<Op> resurrected,
        List<Op> duplicated) {

    /** The accounts of one run. */
    public static WriteAccounts of(Evidence evidence) {
        Map<Long, Found> standing = new HashMap<>();
        evidence.found().forEach(found -> standing.put(found.op(), found));
        boolean readBack = evidence.readBack();
        WriteAccounts accounts = new WriteAccounts(
                evidence.ops().stream().filter(Op::mutates).count(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                readBack,
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>());
        for (Op op : evidence.ops()) {
            if (op.mutates()) {
                accounts.enter(op, standing);
            }
        }
        return accounts;
    }

    /** True if the store said yes and wrote: false for a compare-and-set whose comparison failed. */
    public static boolean wrote(Op op) {
        return switch (op.settled()) {
            case Outcome.Acked acked -> op.mutates() && Objects.equals(acked.value(), op.argument());
            case Outcome.AckedLocally acked -> op.mutates() && Objects.equals(acked.value(), op.argument());
            case Outcome.Refused refused -> false;
            case Outcome.Unknown unknown -> false;
        };
    }

    private void enter(Op op, Map<Long, Found> standing) {
        boolean stands = readBack && stands(op, standing);
        if (wrote(op)) {
            (op.late() == null ? acknowledged : acknowledgedLate).add(op);
            if (readBack) {
                (stands ? found : lost).add(op);
            }
        } else if (op.settled() instanceof Outcome.Unknown) {
            unknown.add(op);
            if (stands) {
                unknownApplied.add(op);
            }
        } else {
            refused.add(op);
            if (stands) {
                resurrected.add(op);
            }
        }
        if (stands && Objects.requireNonNull(standing.get(op.id())).copies() > 1) {
            duplicated.add(op);
        }
    }

    private static boolean stands(Op op, Map<Long, Found> standing) {
        Found found = standing.get(op.id());
        return found != null && found.value().equals(op.argument());
    }
}
