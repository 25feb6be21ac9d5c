package muster.cli.command;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import muster.cli.Terminal;
import muster.cli.Workbench;
import muster.engine.cluster.Site;
import muster.engine.fault.HeldLock;
import muster.engine.fault.Ledger;
import muster.engine.fault.Recovery;
import muster.engine.history.OperatorException;

/** Replays the ledger before the operator's eyes. Whoever calls it holds the lock of the state directory. */
final class Healer {

    private final Workbench workbench;

    Healer(Workbench workbench) {
        this.workbench = workbench;
    }

    /** Gives back the lock that a drill left which is gone, before its lease has run out. */
    void releaseLock() throws InterruptedException {
        HeldLock held = new HeldLock(workbench.state().heldLock());
        Optional<Site> there = held.site().flatMap(this::site);
        if (there.isEmpty()) {
            held.forget();
            return;
        }
        try (Site site = there.get()) {
            held.release(site)
                    .ifPresent(who -> workbench.terminal().err().println("unlocked: %s is gone".formatted(who)));
        }
    }

    /** The site of that name; empty if it is the lab, and it is not up. */
    private Optional<Site> site(String name) {
        if (name.equals("lab")) {
            return workbench.lab().map(lab -> workbench.labSite());
        }
        if (LabOfK3s.gone(workbench, name)) {
            return Optional.empty();
        }
        return Optional.of(AddedSite.of(workbench, name).nodes());
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
        Optional<Site> there;
        try {
            there = site(intent.site());
        } catch (OperatorException e) {
            // It was forgotten, or its kubeconfig is gone: what is open there is still open.
            return "NOT HEALED: %s on %s of %s: %s\n".formatted(what, intent.node(), intent.site(), e.getMessage())
                    + byHand(intent)
                    + ifGone(intent);
        }
        if (there.isEmpty()) {
            recovery.strikeGone(intent);
            terminal.err().println("struck: %s; the lab that it was done to is gone".formatted(what));
            return "";
        }
        try (Site site = there.get()) {
            if (!site.incarnation().equals(intent.incarnation())) {
                return other(intent, recovery, what);
            }
            Recovery.Outcome outcome = recovery.replay(site, intent);
            if (outcome.clean()) {
                terminal.err().println("healed: %s: %s".formatted(what, outcome.words()));
                return "";
            }
            return "NOT HEALED: %s: %s\n".formatted(what, outcome.words()) + byHand(intent);
        }
    }

    /** A lab that went took everything with it; another cluster under the name of one is no reason to think so. */
    private String other(Ledger.Intent intent, Recovery recovery, String what) {
        if (intent.site().equals("lab") || LabOfK3s.isLab(intent.site())) {
            recovery.strikeGone(intent);
            workbench
                    .terminal()
                    .err()
                    .println("struck: %s; it was done to an earlier lab, which is gone".formatted(what));
            return "";
        }
        return "NOT HEALED: %s: the site %s is another cluster now than the one that it was done to\n"
                        .formatted(what, intent.site())
                + byHand(intent)
                + ifGone(intent);
    }

    private static String ifGone(Ledger.Intent intent) {
        return "If its servers are gone for good: muster site remove %s --gone\n".formatted(intent.site());
    }

    /** What becomes of it while nobody reaches its node. */
    static String byItself(Ledger.Intent intent) {
        Instant by = intent.by();
        if (by == null) {
            return "%s undoes it by itself at its deadline".formatted(intent.node());
        }
        String moment = DateTimeFormatter.ofPattern("HH:mm:ss").format(by.atZone(ZoneId.systemDefault()));
        return by.isAfter(Instant.now())
                ? "%s undoes it by itself at %s at the latest".formatted(intent.node(), moment)
                : "%s was to undo it by itself at %s at the latest".formatted(intent.node(), moment);
    }

    private static String byHand(Ledger.Intent intent) {
        return "%s. To do it by hand, %s:\n%s\n"
                .formatted(
                        byItself(intent),
                        intent.site().equals("lab")
                                ? "in: muster lab shell " + intent.member()
                                : "as root on node %s of %s".formatted(intent.node(), intent.site()),
                        intent.heal());
    }
}
