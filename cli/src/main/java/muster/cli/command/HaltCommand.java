package muster.cli.command;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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

    @Parameters(paramLabel = "WHY", arity = "1..*", description = "What others are told who want to start a drill.")
    private List<String> words = List.of();

    private String why = "";

    private final Workbench workbench;

    /** @param workbench what commands work with */
    public HaltCommand(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public Integer call() throws InterruptedException {
        Terminal terminal = workbench.terminal();
        why = String.join(" ", words);
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
            List<Place> places = new ArrayList<>();
            for (Site site : sites.all()) {
                site.nodes().forEach(node -> places.add(new Place(site, node)));
            }
            List<Place> told = told(places);
            boolean clean = told.size() == places.size();
            for (Place place : told) {
                clean &= healed(place.site(), place.node(), giveUp);
            }
            return clean;
        }
    }

    /** Tells all at the same time: whoever does not answer must not hold up the others. What could not be told is printed. */
    private List<Place> told(List<Place> places) throws InterruptedException {
        Map<Place, Future<Optional<String>>> asked = new LinkedHashMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            places.forEach(place -> asked.put(place, threads.submit(() -> trouble(place))));
        }
        List<Place> told = new ArrayList<>();
        for (Map.Entry<Place, Future<Optional<String>>> each : asked.entrySet()) {
            Optional<String> trouble = answer(each.getValue());
            if (trouble.isPresent()) {
                printUntold(each.getKey(), trouble.get());
            } else {
                told.add(each.getKey());
            }
        }
        return told;
    }

    private static Optional<String> answer(Future<Optional<String>> asked) throws InterruptedException {
        try {
            return asked.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("halting a node must not fail", e.getCause());
        }
    }

    private record Place(Site site, String node) {}

    /** Why a node could not be told; empty if it was. */
    private Optional<String> trouble(Place place) throws InterruptedException {
        try {
            place.site().prepare(place.node());
            Shell.Result result = new Guard(place.site(), place.node()).halt(why);
            return result.ok() ? Optional.empty() : Optional.of(result.complaint());
        } catch (ClusterException | OperatorException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private void printUntold(Place place, String trouble) {
        PrintStream err = workbench.terminal().err();
        err.println(
                "NOT HALTED: %s of %s: %s".formatted(place.node(), place.site().name(), trouble));
        for (Ledger.Intent intent : ledgered(place.site(), place.node())) {
            err.println("  open there: %s of %s; %s. By hand, as root on %s:\n  %s"
                    .formatted(intent.fault(), intent.member(), Healer.byItself(intent), place.node(), intent.heal()));
        }
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
