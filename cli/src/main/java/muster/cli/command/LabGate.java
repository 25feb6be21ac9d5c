package muster.cli.command;

import java.util.Optional;
import muster.cli.Exit;
import muster.cli.Workbench;
import muster.engine.history.OperatorException;
import muster.lab.Lab;
import muster.lab.LabFacts;
import muster.lab.Shape;

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

    LabGate(Workbench workbench, LabFlags flags, boolean keep) {
        this.workbench = workbench;
        this.flags = flags;
        this.keep = keep;
    }

    int inside(Inside inside) throws InterruptedException {
        Optional<Lab> up = workbench.lab();
        if (up.isEmpty()) {
            new LabLift(workbench).up(flags.shape(), true);
            return Exit.ENTER_LAB;
        }
        LabFacts facts = up.get().facts();
        refuseOtherShape(facts);
        if (!workbench.insideLab()) {
            return Exit.ENTER_LAB;
        }
        try (Workbench.Cluster cluster = workbench.cluster()) {
            return inside.run(cluster);
        } finally {
            if (facts.passing() && !keep) {
                var _ = Lab.down(workbench.state().lab(), words -> {});
            }
        }
    }

    private void refuseOtherShape(LabFacts up) {
        Optional<Shape> asked = flags.asked();
        if (asked.isPresent() && !asked.get().equals(up.shape())) {
            throw new OperatorException(
                    "the lab that is up has %s, not %s"
                            .formatted(up.shape().words(), asked.get().words()),
                    "muster lab down");
        }
    }
}
