package muster.cli.command;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import muster.cli.Exit;
import muster.cli.Terminal;
import muster.cli.Workbench;
import muster.engine.cluster.Shell;
import muster.engine.cluster.Site;
import muster.engine.fault.Ledger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code muster heal}. */
@Command(
        name = "heal",
        description = "Undo what an earlier run left: replay the ledger. May be repeated; works with the cluster down.",
        footer = {"", "  muster heal --dry-run", "  muster heal"})
public final class HealCommand implements Callable<Integer> {

    private static final Duration HEAL_LIMIT = Duration.ofSeconds(30);

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
        if (left.isEmpty()) {
            terminal.err().println("Nothing is open.");
            return Exit.OK;
        }
        if (dryRun) {
            left.forEach(intent -> terminal.out()
                    .println("open: %s of %s on %s (%s)"
                            .formatted(intent.fault(), intent.member(), intent.site(), intent.run())));
            return Exit.UNHEALED;
        }
        boolean clean = true;
        try (Ledger ledger = Ledger.open(workbench.state().ledger())) {
            for (Ledger.Intent intent : left.reversed()) {
                clean &= heal(intent, ledger);
            }
        }
        return clean ? Exit.OK : Exit.UNHEALED;
    }

    private boolean heal(Ledger.Intent intent, Ledger ledger) throws InterruptedException {
        Terminal terminal = workbench.terminal();
        String what = "%s of %s".formatted(intent.fault(), intent.member());
        Ledger.Struck struck = new Ledger.Struck(intent.run(), intent.injection());
        if (workbench.lab().isEmpty()) {
            ledger.strike(struck);
            terminal.err().println("struck: %s; the lab that it was done to is gone".formatted(what));
            return true;
        }
        try (Site site = workbench.labSite()) {
            Shell shell = site.shell(intent.node());
            Shell.Result healed = shell.run(intent.heal(), HEAL_LIMIT);
            Shell.Result clean = shell.run(intent.clean(), HEAL_LIMIT);
            if (!clean.ok()) {
                terminal.err()
                        .println("NOT HEALED: %s: %s\nTo do it by hand, in muster lab shell %s:\n%s"
                                .formatted(what, clean.words(), intent.member(), intent.heal()));
                return false;
            }
            ledger.strike(struck);
            terminal.err().println("healed: %s: %s; %s".formatted(what, healed.words(), clean.words()));
            return true;
        }
    }
}
