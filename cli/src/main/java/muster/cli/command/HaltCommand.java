package muster.cli.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import muster.cli.Exit;
import muster.cli.Terminal;
import muster.cli.Workbench;
import muster.engine.cluster.Shell;
import muster.engine.cluster.Site;
import muster.engine.fault.Guard;
import muster.engine.fault.Ledger;
import muster.engine.history.ClusterException;
import muster.engine.history.OperatorException;
import muster.engine.run.HaltFlag;
import muster.engine.run.StateLock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code muster halt}. */
@Command(
        name = "halt",
        description = "Heal every open drill, whoever runs it, and block new ones. Asks no server of the cluster.",
        footer = {"", "  muster halt \"customers are affected\"", "  muster resume"})
public final class HaltCommand implements Callable<Integer> {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(200);

    @Parameters(paramLabel = "WHY", description = "What others are told who want to start a drill.")
    private String why = "";

    private final Workbench workbench;

    /** @param workbench what commands work with */
    public HaltCommand(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public Integer call() throws InterruptedException {
        Terminal terminal = workbench.terminal();
        new HaltFlag(workbench.state()).raise(why);
        long giveUp = System.nanoTime() + LIMIT.toNanos();
        boolean clean = haltNodes(giveUp);
        Optional<String> runs = awaitDrill(giveUp);
        if (runs.isPresent()) {
            terminal.err().println("NOT HALTED: %s still runs".formatted(runs.get()));
            return Exit.UNHEALED;
        }
        if (!Ledger.openIn(workbench.state().ledger()).isEmpty()) {
            try (StateLock _ = StateLock.take(workbench.state(), workbench.command())) {
                clean &= new Healer(workbench).replay();
            }
        }
        terminal.err().println("Halted: %s. Nothing is broken until: muster resume".formatted(why));
        return clean ? Exit.OK : Exit.UNHEALED;
    }

    private boolean haltNodes(long giveUp) throws InterruptedException {
        try (HaltableSites sites = new HaltableSites(workbench)) {
            List<Place> told = new ArrayList<>();
            boolean clean = true;
            for (Site site : sites.all()) {
                for (String node : site.nodes()) {
                    if (tell(site, node)) {
                        told.add(new Place(site, node));
                    } else {
                        clean = false;
                    }
                }
            }
            for (Place place : told) {
                clean &= healed(place.site(), place.node(), giveUp);
            }
            return clean;
        }
    }

    private record Place(Site site, String node) {}

    private boolean tell(Site site, String node) throws InterruptedException {
        String trouble;
        try {
            site.prepare(node);
            Shell.Result result = new Guard(site, node).halt(why);
            if (result.ok()) {
                return true;
            }
            trouble = result.words();
        } catch (ClusterException | OperatorException e) {
            trouble = String.valueOf(e.getMessage());
        }
        workbench.terminal().err().println("NOT HALTED: %s of %s: %s".formatted(node, site.name(), trouble));
        ledgered(site, node)
                .forEach(intent -> workbench
                        .terminal()
                        .err()
                        .println(
                                "  open there: %s of %s, which the node heals at its deadline; by hand, as root on %s:\n  %s"
                                        .formatted(intent.fault(), intent.member(), node, intent.heal())));
        return false;
    }

    private List<Ledger.Intent> ledgered(Site site, String node) {
        return Ledger.openIn(workbench.state().ledger()).stream()
                .filter(intent ->
                        intent.site().equals(site.name()) && intent.node().equals(node))
                .toList();
    }

    /** The node heals by itself what is armed there, as soon as it is told. */
    private boolean healed(Site site, String node, long giveUp) throws InterruptedException {
        String open = "";
        do {
            try {
                Shell.Result result = new Guard(site, node).open();
                if (result.ok()) {
                    result.out()
                            .lines()
                            .forEach(line -> workbench.terminal().err().println("healed: " + line));
                    return true;
                }
                open = result.words();
            } catch (ClusterException e) {
                open = String.valueOf(e.getMessage());
            }
            Thread.sleep(PAUSE);
        } while (System.nanoTime() < giveUp);
        workbench.terminal().err().println("NOT HEALED: %s: %s".formatted(node, open));
        return false;
    }

    private Optional<String> awaitDrill(long giveUp) throws InterruptedException {
        Optional<String> holder = StateLock.heldBy(workbench.state());
        while (holder.isPresent() && System.nanoTime() < giveUp) {
            Thread.sleep(PAUSE);
            holder = StateLock.heldBy(workbench.state());
        }
        return holder;
    }
}
