package muster.cli.command;

import java.util.List;
import muster.cli.Workbench;
import muster.engine.fault.Ledger;
import muster.engine.history.OperatorException;
import muster.engine.run.HaltFlag;
import muster.engine.run.StateLock;

/** What must hold before anything is broken. */
final class Preflight {

    private Preflight() {}

    /** @throws OperatorException if drills are halted, another one runs, or one left something open */
    static void demand(Workbench workbench) {
        new HaltFlag(workbench.state()).refuseIfRaised();
        // What a drill that runs has open is no leftover.
        StateLock.heldBy(workbench.state()).ifPresent(holder -> {
            throw new OperatorException(
                    "another drill runs here: " + holder, "wait for its end, or stop it: muster halt \"why\"");
        });
        List<Ledger.Intent> left = Ledger.openIn(workbench.state().ledger());
        if (!left.isEmpty()) {
            throw Leftovers.refusal(left);
        }
        OpenReconciliation.refuse(workbench);
    }
}
