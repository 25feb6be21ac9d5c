package muster.cli.command;

import java.time.Duration;
import java.util.concurrent.Callable;
import muster.cli.Terminal;
import muster.cli.Workbench;
import muster.cli.screen.PlanScreen;
import muster.engine.drill.Drill;
import muster.engine.history.Codec;
import muster.engine.history.View;
import muster.engine.run.Look;
import muster.engine.run.Plan;
import muster.engine.run.Planner;
import muster.kubernetes.site.Permit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code muster plan DRILL}. */
@Command(
        name = "plan",
        description =
                "Show what a drill would do here: targets, quorum arithmetic, prediction, commands. Touches nothing.",
        footer = {
            "",
            "  muster plan etcd-quorum-loss",
            "  muster plan etcd-leader-kill --site prod",
            "  muster plan ./my-drill.yaml -o json"
        })
public final class PlanCommand implements Callable<Integer> {

    private static final Duration DEADLINE = Duration.ofSeconds(1);

    @Parameters(paramLabel = "DRILL", description = "A drill's name, or the path of its file.")
    private String drill = "";

    @Mixin
    private SiteFlags site = new SiteFlags();

    @Mixin
    private PodFlags pods = new PodFlags();

    @Mixin
    private Format format = new Format();

    private final Workbench workbench;

    /** @param workbench what commands work with */
    public PlanCommand(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public Integer call() throws InterruptedException {
        Drill script = workbench.drills().find(drill).drill();
        if (!site.given()) {
            pods.refuseWithoutSite();
            LabGate.demandLabStore("plan", script);
        }
        Terminal terminal = workbench.terminal();
        try (Workbench.Cluster cluster =
                site.given() ? named().open(script, Permit.looking()) : workbench.cluster(script.store())) {
            View view = Look.around(cluster.store(), cluster.site().members(), System.nanoTime(), DEADLINE);
            Plan plan = new Planner(cluster.site()).plan(script, view);
            terminal.out()
                    .print(
                            format.json()
                                    ? Codec.writeIndented(plan) + "\n"
                                    : new PlanScreen(terminal.outStyle()).showCommands(plan));
            terminal.out().flush();
            return 0;
        }
    }

    private AddedSite named() {
        return site.hosts(workbench)
                .<AddedSite>map(entry -> new HostCluster(workbench, entry))
                .orElseGet(() -> new SiteCluster(workbench, site.place(workbench), pods.set()));
    }
}
