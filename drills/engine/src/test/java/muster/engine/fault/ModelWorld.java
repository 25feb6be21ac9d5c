package muster.engine.fault;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * One node, one ledger and two drills, as small as they can be: what {@code guard.sh} promises is in {@link #arm}, {@link #inject},
 * {@link #heal} and {@link #disarm}. A thousand runs of it take less time than one of the script; that the script keeps these promises
 * is tried on a real node.
 */
final class ModelWorld {

    /** A drill that may break this node. */
    enum Drill {
        A,
        B
    }

    private enum Mark {
        ARMED,
        WAITED_FOR,
        CLOSED,
        FIRED,
        DISARMED
    }

    private final Set<Drill> ledger = EnumSet.noneOf(Drill.class);
    private final Set<Drill> broken = EnumSet.noneOf(Drill.class);
    private final Set<Drill> everBroken = EnumSet.noneOf(Drill.class);
    private final Set<Drill> everWaitedFor = EnumSet.noneOf(Drill.class);
    private final Map<Drill, Set<Mark>> marks = new EnumMap<>(Drill.class);
    private final Set<String> wrong = new HashSet<>();
    private Drill holder = Drill.A;
    private boolean leaseRuns = true;

    ModelWorld() {
        for (Drill drill : Drill.values()) {
            marks.put(drill, EnumSet.noneOf(Mark.class));
        }
    }

    /** What must never be, and was. */
    Set<String> wrong() {
        return wrong;
    }

    boolean inLedger(Drill drill) {
        return ledger.contains(drill);
    }

    /** True if a drill has ever broken something. */
    boolean wasBroken(Drill drill) {
        return everBroken.contains(drill);
    }

    /** True if a process has ever waited here for a drill's deadline. */
    boolean wasWaitedFor(Drill drill) {
        return everWaitedFor.contains(drill);
    }

    /** Notes what must never be. */
    void blame(String what) {
        wrong.add(what);
    }

    boolean leftOnNode(Drill drill) {
        return marks(drill).contains(Mark.ARMED);
    }

    void intend(Drill drill) {
        ledger.add(drill);
        check();
    }

    void strike(Drill drill) {
        ledger.remove(drill);
        check();
    }

    /**
     * The node is told to heal at a deadline.
     *
     * @param waitedFor false if the process that should wait for the deadline did not come up
     * @return false if the node refuses
     */
    boolean arm(Drill drill, boolean waitedFor) {
        if (!holds(drill) || marks(drill).contains(Mark.ARMED) || marks(drill).contains(Mark.DISARMED)) {
            return false;
        }
        marks(drill).add(Mark.ARMED);
        if (waitedFor) {
            marks(drill).add(Mark.WAITED_FOR);
            everWaitedFor.add(drill);
        }
        check();
        return true;
    }

    boolean armed(Drill drill) {
        return marks(drill).containsAll(EnumSet.of(Mark.ARMED, Mark.WAITED_FOR)) && !settled(drill);
    }

    /** The gate looks at lock, lease and heal again; without {@code fenced} it is left open, as by a node without a guard. */
    boolean inject(Drill drill, boolean fenced) {
        if (fenced && (!holds(drill) || !armed(drill))) {
            return false;
        }
        broken.add(drill);
        everBroken.add(drill);
        check();
        return true;
    }

    /**
     * The node is told to heal.
     *
     * @param works false if the script does not undo the harm
     */
    void heal(Drill drill, boolean works) {
        if (marks(drill).contains(Mark.DISARMED)) {
            return;
        }
        if (!marks(drill).contains(Mark.ARMED)) {
            marks(drill).addAll(EnumSet.of(Mark.ARMED, Mark.FIRED));
        }
        if (!marks(drill).contains(Mark.FIRED)) {
            if (broken.stream().anyMatch(other -> other != drill)) {
                wrong.add("one drill undid what another had broken");
            }
            marks(drill).add(Mark.CLOSED);
            if (works) {
                broken.remove(drill);
            }
        }
        check();
    }

    boolean clean(Drill drill) {
        return !broken.contains(drill);
    }

    /** Refused while nothing has healed: a command to inject may still be under way. */
    boolean disarm(Drill drill) {
        if (marks(drill).contains(Mark.ARMED) && !settled(drill)) {
            return false;
        }
        marks(drill).clear();
        marks(drill).add(Mark.DISARMED);
        check();
        return true;
    }

    /** The deadline passes. */
    void deadline(Drill drill) {
        if (marks(drill).contains(Mark.WAITED_FOR)) {
            broken.remove(drill);
            marks(drill).addAll(EnumSet.of(Mark.CLOSED, Mark.FIRED));
        }
        check();
    }

    void leaseRunsOut() {
        leaseRuns = false;
    }

    /** Refused while a lease runs or anything that is armed here has not healed. */
    boolean acquire(Drill drill) {
        boolean open =
                marks.values().stream().anyMatch(each -> each.contains(Mark.ARMED) && !each.contains(Mark.FIRED));
        if (leaseRuns || open) {
            return false;
        }
        holder = drill;
        leaseRuns = true;
        return true;
    }

    private boolean holds(Drill drill) {
        return leaseRuns && holder == drill;
    }

    private boolean settled(Drill drill) {
        return marks(drill).contains(Mark.CLOSED) || marks(drill).contains(Mark.FIRED);
    }

    private Set<Mark> marks(Drill drill) {
        return marks.getOrDefault(drill, EnumSet.noneOf(Mark.class));
    }

    private void check() {
        for (Drill drill : Drill.values()) {
            boolean open = broken.contains(drill);
            if (open && !ledger.contains(drill)) {
                wrong.add("broken, and not in the ledger");
            }
            if (open && !marks(drill).contains(Mark.WAITED_FOR)) {
                wrong.add("broken, and its node will not heal it");
            }
            if (marks(drill).contains(Mark.ARMED) && !ledger.contains(drill)) {
                wrong.add("something is on the node that no ledger knows");
            }
        }
        if (broken.size() > 1) {
            wrong.add("two drills have broken the same node");
        }
    }
}
