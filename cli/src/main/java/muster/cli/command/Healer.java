package muster.cli.command;

import java.util.List;
import muster.cli.Terminal;
import muster.cli.Workbench;
import muster.engine.cluster.Site;
import muster.engine.fault.HeldLock;
import muster.engine.fault.Ledger;
import muster.engine.fault.Recovery;

/** Replays the ledger before the operator's eyes. Whoever calls it holds the lock of the state directory. */
final class Healer {

    private final Workbench workbench;

    Healer(Workbench workbench) {
        this.workbench = workbench;
    }

    /** Gives back the lock that a drill left which is gone, before its lease has run out. */
    void releaseLock() throws InterruptedException {
        HeldLock held = new HeldLock(workbench.state().heldLock());
        if (workbench.lab().isEmpty()) {
            held.forget();
            return;
        }
        try (Site site = workbench.labSite()) {
            held.release(site)
                    .ifPresent(who -> workbench.terminal().err().println("unlocked: %s is gone".formatted(who)));
        }
    }

    /** Closes every open line, the newest first; true if nothing is left. What is left is printed last, with the command to type. */
    boolean replay() {
        List<Ledger.Intent> left = Ledger.openIn(workbench.state().ledger());
        StringBuilder unhealed = new StringBuilder();
        try (Ledger ledger = Ledger.open(workbench.state().ledger())) {
            for (Ledger.Intent intent : left.reversed()) {
                unhealed.append(replay(intent, ledger));
            }
        }
        workbench.terminal().err().print(unhealed);
        return unhealed.isEmpty();
    }

    private String replay(Ledger.Intent intent, Ledger ledger) {
        Terminal terminal = workbench.terminal();
        Recovery recovery = new Recovery(ledger);
        String what = "%s of %s".formatted(intent.fault(), intent.member());
        if (workbench.lab().isEmpty()) {
            recovery.strikeGone(intent);
            terminal.err().println("struck: %s; the lab that it was done to is gone".formatted(what));
            return "";
        }
        try (Site site = workbench.labSite()) {
            if (!site.incarnation().equals(intent.incarnation())) {
                recovery.strikeGone(intent);
                terminal.err().println("struck: %s; it was done to an earlier lab, which is gone".formatted(what));
                return "";
            }
            Recovery.Outcome outcome = recovery.replay(site, intent);
            if (outcome.clean()) {
                terminal.err().println("healed: %s: %s".formatted(what, outcome.words()));
                return "";
            }
            return "NOT HEALED: %s: %s\nTo do it by hand, in: muster lab shell %s\n%s\n"
                    .formatted(what, outcome.words(), intent.member(), intent.heal());
        }
    }
}
