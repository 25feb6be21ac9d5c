package muster.cli.command;

import java.util.Optional;
import muster.cli.Exit;
import muster.cli.Workbench;
import muster.lab.Lab;
import muster.lab.LabFacts;

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
    private final String store;

    /**
     * @param keep false if a lab that a run brought up is taken down
     * @param store what the lab must have
     */
    LabGate(Workbench workbench, LabFlags flags, boolean keep, String store) {
        this.workbench = workbench;
        this.flags = flags;
        this.keep = keep;
        this.store = store;
    }

    int inside(Inside inside) throws InterruptedException {
        Optional<Lab> up = workbench.lab();
        if (up.isEmpty()) {
            new LabLift(workbench).up(flags.shape(store), true);
            return Exit.ENTER_LAB;
        }
        LabFacts facts = up.get().facts();
        if (!facts.shape().has(store)) {
            throw up.get().without(store);
        }
        flags.refuseOther(facts.shape());
        if (!workbench.insideLab()) {
            return Exit.ENTER_LAB;
        }
        boolean goes = facts.passing() && !keep;
        try (PassingLab _ = goes ? new PassingLab(workbench.state()) : null;
                Workbench.Cluster cluster = workbench.cluster(store)) {
            return inside.run(cluster);
        }
    }
}
