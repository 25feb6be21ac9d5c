package muster.engine.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import muster.engine.history.Event;
import muster.engine.history.Evidence;
import muster.engine.history.Found;
import muster.engine.history.Op;
import muster.engine.history.Outcome;

/**
 * Every write accounted for. A compare-and-set whose comparison failed wrote nothing and counts as refused. An acknowledgement that came
 * after its client had stopped waiting counts as one: the store did say yes.
 *
 * @param attempted writes that were sent
 * @param acknowledged said yes to in time, with the full promise
 * @param acknowledgedLate said yes to after the client had stopped waiting, with the full promise
 * @param acknowledgedLocally said yes to with the warning that the promise is a weaker one
 * @param refused surely not applied
 * @param unknown perhaps applied
 * @param readBack true if the store was read back; the rest is empty otherwise
 * @param found acknowledged ones, of all three kinds, that stand in the store with their own value
 * @param lost acknowledged ones that stand nowhere
 * @param diverged acknowledged ones that stood on a server that lost, and were salvaged there, but do not stand in the store
 * @param unknownApplied unknown ones that stand in the store
 * @param resurrected refused ones that stand in the store
 * @param duplicated applied more than once
 */
public record WriteAccounts(
        long attempted,
        List<Op> acknowledged,
        List<Op> acknowledgedLate,
        List<Op> acknowledgedLocally,
        List<Op> refused,
        List<Op> unknown,
        boolean readBack,
        List<Op> found,
        List<Op> lost,
        List<Op> diverged,
        List<Op> unknownApplied,
        List<Op> resurrected,
        List<Op> duplicated) {

    /** The accounts of one run. */
    public static WriteAccounts of(Evidence evidence) {
        Map<Long, Found> standing = new HashMap<>();
        evidence.found().forEach(found -> standing.put(found.op(), found));
        Map<Long, Found> salvaged = new HashMap<>();
        evidence.events(Event.Salvaged.class)
                .forEach(event -> event.writes().forEach(found -> salvaged.put(found.op(), found)));
        boolean readBack = evidence.readBack();
        WriteAccounts accounts = new WriteAccounts(
                evidence.ops().stream().filter(Op::mutates).count(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                readBack,
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>());
        for (Op op : evidence.ops()) {
            if (op.mutates()) {
                accounts.enter(op, standing, salvaged);
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

    /** Acknowledged writes that do not stand in the store, whatever was promised, in order. */
    public List<Op> missing() {
        return Stream.concat(lost.stream(), diverged.stream())
                .sorted(Comparator.comparingLong(Op::id))
                .toList();
    }

    /** True if the store said yes with the warning that its promise is a weaker one. */
    public static boolean locally(Op op) {
        return op.settled() instanceof Outcome.AckedLocally;
    }

    private void enter(Op op, Map<Long, Found> standing, Map<Long, Found> salvaged) {
        boolean stands = readBack && stands(op, standing);
        if (wrote(op)) {
            told(op).add(op);
            if (readBack) {
                (stands ? found : stands(op, salvaged) ? diverged : lost).add(op);
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

    private List<Op> told(Op op) {
        if (locally(op)) {
            return acknowledgedLocally;
        }
        return op.late() == null ? acknowledged : acknowledgedLate;
    }

    private static boolean stands(Op op, Map<Long, Found> standing) {
        Found found = standing.get(op.id());
        return found != null && found.value().equals(op.argument());
    }
}
