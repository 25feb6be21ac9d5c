package muster.cli.command;

import java.util.List;
import java.util.concurrent.Callable;
import muster.cli.Exit;
import muster.cli.Terminal;
import muster.cli.Workbench;
import muster.cli.screen.DrillScreen;
import muster.engine.drill.Drill;
import muster.engine.history.Codec;
import muster.scripts.DrillFolder;
import muster.scripts.SourcedDrill;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code muster drills}. */
@Command(
        name = "drills",
        description = "List the drills: what each believes, teaches, and how long it takes.",
        footer = {"", "  muster drills", "  muster drills show etcd-quorum-loss"})
public final class DrillsCommand implements Callable<Integer> {

    @Mixin
    private Format format = new Format();

    private final Workbench workbench;

    /** @param workbench what commands work with */
    public DrillsCommand(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public Integer call() {
        Terminal terminal = workbench.terminal();
        DrillFolder.Listing listing = workbench.drills().list();
        List<Drill> drills = listing.drills().stream().map(SourcedDrill::drill).toList();
        terminal.out()
                .print(
                        format.json()
                                ? Codec.writeIndented(drills.stream()
                                                .map(DrillScreen.Summary::of)
                                                .toList())
                                        + "\n"
                                : new DrillScreen(terminal.outStyle()).list(drills));
        terminal.out().flush();
        listing.refused().forEach(refusal -> terminal.err().println("muster: " + refusal.getMessage()));
        return listing.refused().isEmpty() ? Exit.OK : Exit.USAGE;
    }

    /** {@code muster drills show NAME}. */
    @Command(name = "show", description = "Show one drill: its steps, what it expects, its runbook.")
    public static final class Show implements Callable<Integer> {

        @Parameters(paramLabel = "DRILL", description = "A drill's name, or the path of its file.")
        private String name = "";

        @Mixin
        private Format format = new Format();

        private final Workbench workbench;

        /** @param workbench what commands work with */
        public Show(Workbench workbench) {
            this.workbench = workbench;
        }

        @Override
        public Integer call() {
            Terminal terminal = workbench.terminal();
            SourcedDrill script = workbench.drills().find(name);
            terminal.out()
                    .print(
                            format.json()
                                    ? Codec.writeIndented(script.drill()) + "\n"
                                    : new DrillScreen(terminal.outStyle()).show(script.drill(), script.text()));
            terminal.out().flush();
            return 0;
        }
    }
}
