package muster.cli.command;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import muster.cli.Exit;
import muster.cli.Terminal;
import muster.cli.Workbench;
import muster.engine.fault.HeldLock;
import muster.engine.fault.Ledger;
import muster.engine.run.StateLock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code muster heal}. */
@Command(
        name = "heal",
        description =
                "Undo what an earlier run left: give its lock back, replay the ledger, remove what it wrote. May be repeated; harms are healed with the cluster down, too.",
        footer = {"", "  muster heal --dry-run", "  muster heal"})
public final class HealCommand implements Callable<Integer> {

    @Option(names = "--dry-run", description = "List what is open and change nothing.")
    private boolean dryRun;

    private final Workbench workbench;

    /** @param workbench what commands work with */
    public HealCommand(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public Integer call() throws InterruptedException {
        Terminal terminal = workbench.terminal();
        List<Ledger.Intent> left = Ledger.openIn(workbench.state().ledger());
        Optional<OpenReconciliation.Pending> recovery = OpenReconciliation.pending(workbench);
        recovery.ifPresent(pending ->
                terminal.err().println("NOT HEALED: %s\nGo on by: %s".formatted(pending.words(), pending.command())));
        List<String> recoveries = OpenRecovery.words(workbench).toList();
        recoveries.forEach(terminal.err()::println);
        boolean recovers = recovery.isPresent() || !recoveries.isEmpty();
        LeftKeys keys = new LeftKeys(workbench);
        List<String> written = keys.listed();
        if (left.isEmpty() && written.isEmpty() && !lockLeft()) {
            if (recovers) {
                return Exit.UNHEALED;
            }
            terminal.err().println("Nothing is open.");
            return Exit.OK;
        }
        if (dryRun) {
            left.forEach(intent -> terminal.out()
                    .println("open: %s of %s on %s (%s)"
                            .formatted(intent.fault(), intent.member(), intent.site(), intent.run())));
            written.forEach(line -> terminal.out().println("left: " + line));
            return Exit.UNHEALED;
        }
        try (StateLock _ = StateLock.take(workbench.state(), workbench.command())) {
            Healer healer = new Healer(workbench);
            healer.releaseLock();
            // What was written stays as long as somebody may still have to find out what was lost.
            boolean healed = healer.replay() && !recovers;
            return healed && keys.remove() ? Exit.OK : Exit.UNHEALED;
        }
    }

    /** A lock is no harm: it is not listed, and one that somebody still holds is none of ours. */
    private boolean lockLeft() {
        return !dryRun
                && new HeldLock(workbench.state().heldLock()).noted()
                && StateLock.heldBy(workbench.state()).isEmpty();
    }
}
