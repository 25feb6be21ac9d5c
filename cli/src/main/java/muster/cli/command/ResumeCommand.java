package muster.cli.command;

import java.util.concurrent.Callable;
import muster.cli.Exit;
import muster.cli.Terminal;
import muster.cli.Workbench;
import muster.engine.cluster.Shell;
import muster.engine.cluster.Site;
import muster.engine.fault.Guard;
import muster.engine.history.ClusterException;
import muster.engine.run.HaltFlag;
import picocli.CommandLine.Command;

/** {@code muster resume}. */
@Command(
        name = "resume",
        description = "Let drills run again after muster halt.",
        footer = {"", "  muster resume"})
public final class ResumeCommand implements Callable<Integer> {

    private final Workbench workbench;

    /** @param workbench what commands work with */
    public ResumeCommand(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public Integer call() throws InterruptedException {
        Terminal terminal = workbench.terminal();
        try (HaltableSites sites = new HaltableSites(workbench)) {
            for (Site site : sites.all()) {
                for (String node : site.nodes()) {
                    site.prepare(node);
                    Shell.Result result = new Guard(site, node).resume();
                    if (!result.ok()) {
                        throw new ClusterException("%s stays halted: %s".formatted(node, result.words()));
                    }
                }
            }
        }
        boolean halted = new HaltFlag(workbench.state()).lower();
        terminal.err().println(halted ? "Drills may run again." : "Drills were not halted.");
        return Exit.OK;
    }
}
