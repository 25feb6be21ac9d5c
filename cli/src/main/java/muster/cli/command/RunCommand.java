package muster.cli.command;

import java.util.concurrent.Callable;
import muster.cli.Workbench;
import muster.scripts.SourcedDrill;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code muster run DRILL}. */
@Command(
        name = "run",
        description = "Break something on purpose, measure from a client's side, heal, and report.",
        footer = {
            "",
            "Exit: 0 all holds, 1 something is broken, 2 something is undecided,",
            "3 could not start, 4 something is left unhealed, 130 interrupted and healed.",
            "",
            "  muster run etcd-leader-kill",
            "  muster run etcd-quorum-loss --confirm lab",
            "  muster run etcd-leader-kill --timers k3s --keep",
            "  muster run etcd-leader-kill --site prod",
            "  muster run postgres-failover --site prod",
            "  muster run ./my-drill.yaml -o json"
        })
public final class RunCommand implements Callable<Integer> {

    @Parameters(paramLabel = "DRILL", description = "A drill's name (see: muster drills), or the path of its file.")
    private String drill = "";

    @Mixin
    private LabFlags lab = new LabFlags();

    @Option(names = "--keep", description = "Leave a lab that this command brought up.")
    private boolean keep;

    @Option(
            names = "--confirm",
            paramLabel = "SITE",
            description = "The site's name, for a drill that takes more than the cluster tolerates.")
    private @Nullable String confirm;

    @Option(
            names = "--site",
            paramLabel = "NAME",
            description = "Break this site instead of the lab; it must be allowed (see: muster site).")
    private @Nullable String site;

    @Mixin
    private PodFlags pods = new PodFlags();

    @Mixin
    private Format format = new Format();

    private final Workbench workbench;

    /** @param workbench what commands work with */
    public RunCommand(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public Integer call() throws InterruptedException {
        SourcedDrill script = workbench.drills().find(drill);
        Recorder recorder = new Recorder(workbench, format.json(), new Confirmation(workbench, confirm));
        if (site != null) {
            lab.refuseWith("--site");
            return new SiteGate(workbench, site, pods.set())
                    .inside(script.drill(), cluster -> recorder.record(script.drill(), script.text(), cluster));
        }
        pods.refuseWithoutSite();
        LabGate.demandLabStore("run", script.drill());
        Preflight.demand(workbench);
        LabGate gate = new LabGate(workbench, lab, keep, script.drill());
        return gate.inside(cluster -> recorder.record(script.drill(), script.text(), cluster));
    }
}
