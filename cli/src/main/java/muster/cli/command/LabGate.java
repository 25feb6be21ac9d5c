package muster.cli.command;

import java.util.Optional;
import muster.cli.Exit;
import muster.cli.Workbench;
import muster.engine.drill.Drill;
import muster.engine.fault.Fault;
import muster.engine.history.OperatorException;
import muster.lab.Lab;
import muster.lab.LabFacts;
import muster.lab.LabSite;

/**
 * Runs something inside the lab: brings the lab up if it is not up, and takes down what a run brought up. A process that stands outside
 * ends with a code of its own, at which the launcher enters the lab and starts the same command again.
 */
final class LabGate {

    /** What is done inside. */
    interface Inside {
        int run(Workbench.Cluster cluster) throws InterruptedException;
    }

    private final Workbench workbench;
    private final LabFlags flags;
    private final boolean keep;
    private final Drill drill;

    /**
     * @param keep false if a lab that a run brought up is taken down
     * @param drill what the lab must serve; one that is brought up has what the drill breaks
     */
    LabGate(Workbench workbench, LabFlags flags, boolean keep, Drill drill) {
        this.workbench = workbench;
        this.flags = flags;
        this.keep = keep;
        this.drill = drill;
    }

    /**
     * Refuses a drill on what a lab has not.
     *
     * @param command such as {@code run}, for what to type next
     * @throws OperatorException if it needs a K3s cluster
     */
    static void demandLabStore(String command, Drill drill) {
        boolean wantsCluster = drill.injects().stream()
                .anyMatch(inject ->
                        inject.fault() instanceof Fault.LoseDisk || inject.fault() instanceof Fault.Switchover);
        if (wantsCluster
                || !LabSite.STORES.contains(drill.store())
                || !drill.beside().isEmpty()) {
            throw new OperatorException(
                    "%s needs a K3s cluster".formatted(drill.name()),
                    "muster %s %s --site NAME".formatted(command, drill.name()));
        }
    }

    int inside(Inside inside) throws InterruptedException {
        Optional<Lab> up = workbench.lab();
        if (up.isEmpty()) {
            new LabLift(workbench).up(flags.shape(drill), true);
            return Exit.ENTER_LAB;
        }
        LabFacts facts = up.get().facts();
        if (!facts.shape().has(drill.store())) {
            throw up.get().without(drill.store());
        }
        flags.refuseOther(facts.shape());
        if (!workbench.insideLab()) {
            return Exit.ENTER_LAB;
        }
        boolean goes = facts.passing() && !keep;
        try (PassingLab _ = goes ? new PassingLab(workbench.state()) : null;
                Workbench.Cluster cluster = workbench.cluster(drill.store())) {
            return inside.run(cluster);
        }
    }
}
