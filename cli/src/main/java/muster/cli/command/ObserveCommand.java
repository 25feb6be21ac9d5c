package muster.cli.command;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import muster.cli.Workbench;
import muster.engine.drill.Drill;
import muster.engine.drill.Runbook;
import muster.engine.drill.Step;
import muster.engine.drill.Workload;
import muster.engine.history.OperatorException;
import muster.lab.LabSite;
import muster.scripts.Lengths;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code muster observe}. */
@Command(
        name = "observe",
        description = {
            "Measure without breaking anything: the same load, views, journal and report.",
            "If something breaks meanwhile, the time it broke is inferred as an interval."
        },
        footer = {"", "  muster observe --for 1m", "  muster observe --store postgres --site old"})
public final class ObserveCommand implements Callable<Integer> {

    private static final Duration LONGEST = Duration.ofMinutes(30);

    @Option(names = "--for", paramLabel = "DURATION", description = "How long, such as 30s or 2m (default: 30s).")
    private String length = "30s";

    @Mixin
    private LabFlags lab = new LabFlags();

    @Option(names = "--keep", description = "Leave a lab that this command brought up.")
    private boolean keep;

    @Option(
            names = "--site",
            paramLabel = "NAME",
            description = "Watch this site instead of the lab; the load writes to it, so it must be allowed.")
    private @Nullable String site;

    @Mixin
    private PodFlags pods = new PodFlags();

    @Option(
            names = "--store",
            paramLabel = "STORE",
            description = "Which one bears the load: etcd (default) or postgres.")
    private String store = LabSite.ETCD;

    @Mixin
    private Format format = new Format();

    private final Workbench workbench;

    /** @param workbench what commands work with */
    public ObserveCommand(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public Integer call() throws InterruptedException {
        Duration watched = Lengths.parse(length)
                .filter(duration -> !duration.isZero() && duration.compareTo(LONGEST) <= 0)
                .orElseThrow(() -> OperatorException.usage(
                        "--for: %s is no duration between 1s and 30m".formatted(length), "muster observe --for 30s"));
        if (!LabSite.STORES.contains(store)) {
            throw OperatorException.usage(
                    "--store: %s is neither etcd nor postgres".formatted(store), "muster observe --store postgres");
        }
        Drill drill = observing(watched, store);
        Recorder recorder = new Recorder(workbench, format.json(), new Confirmation(workbench, null));
        String text = "# observed for " + length + "\n";
        if (site != null) {
            lab.refuseWith("--site");
            return new SiteGate(workbench, site, pods.set())
                    .inside(drill, cluster -> recorder.record(drill, text, cluster));
        }
        pods.refuseWithoutSite();
        LabGate gate = new LabGate(workbench, lab, keep, drill);
        return gate.inside(cluster -> recorder.record(drill, text, cluster));
    }

    /** The drill that breaks nothing. Its name is reserved: reports infer faults under it. */
    static Drill observing(Duration length, String store) {
        return new Drill(
                "observe",
                "Watching, breaking nothing",
                "Whatever happens meanwhile is seen from a client's side.",
                List.of("observation"),
                store,
                new Workload(9, 200, 16, 50, 0, Duration.ofSeconds(1)),
                List.of(new Step.Steady(length)),
                List.of(),
                new Runbook(
                        "See what the report infers.",
                        "muster status",
                        "Compare with the drill that comes closest.",
                        "muster status"));
    }
}
