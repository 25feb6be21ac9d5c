package muster.engine.history;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where Muster keeps what it knows between two commands.
 *
 * @param path such as {@code ~/.local/state/muster}
 */
public record StateFolder(Path path) {

    /** The folder that the environment names: MUSTER_STATE_HOME, else muster in XDG_STATE_HOME, else ~/.local/state/muster. */
    public static StateFolder of(Map<String, String> environment) {
        String own = environment.getOrDefault("MUSTER_STATE_HOME", "");
        if (!own.isEmpty()) {
            return new StateFolder(Path.of(own).toAbsolutePath());
        }
        String shared = environment.getOrDefault("XDG_STATE_HOME", "");
        if (!shared.isEmpty()) {
            return new StateFolder(Path.of(shared, "muster").toAbsolutePath());
        }
        String home = environment.getOrDefault("HOME", "");
        if (home.isEmpty()) {
            throw new OperatorException("HOME is not set", "set HOME, or name a folder in MUSTER_STATE_HOME");
        }
        return new StateFolder(Path.of(home, ".local", "state", "muster").toAbsolutePath());
    }

    /** The runs, a folder for each drill. */
    public Path runs() {
        return path.resolve("runs");
    }

    /** The recoveries from split brains, a folder for each. */
    public Path reconciliations() {
        return path.resolve("reconciliations");
    }

    /** The ways back from the loss of etcd's quorum, a folder for each. */
    public Path recoveries() {
        return path.resolve("recoveries");
    }

    /** The harms that are open. */
    public Path ledger() {
        return path.resolve("ledger.jsonl");
    }

    /** Held by the drill that breaks something; says who it is. */
    public Path drillLock() {
        return path.resolve("drill.lock");
    }

    /** There while a drill holds the lock of a site; says which. */
    public Path heldLock() {
        return path.resolve("site-lock.json");
    }

    /** What runs write into stores and have not yet removed, a note for each. */
    public Path workloads() {
        return path.resolve("workloads");
    }

    /** There while drills are halted; says why. */
    public Path halted() {
        return path.resolve("halted");
    }

    /** The sites that the operator has named. */
    public Path sites() {
        return path.resolve("sites");
    }

    /** The sockets of connections to nodes. */
    public Path connections() {
        return path.resolve("ssh");
    }

    /** The lab. */
    public Path lab() {
        return path.resolve("lab");
    }

    /** The lab, if it is a K3s cluster. */
    public Path k3sLab() {
        return path.resolve("lab-k3s");
    }

    /**
     * Makes the folder of a new run.
     *
     * @param name {@code <drill>/<UTC time>}
     * @throws OperatorException if it cannot be made
     */
    public RunFolder begin(String name) {
        Path folder = runs().resolve(name);
        try {
            Files.createDirectories(folder.getParent());
            Files.createDirectory(folder);
            return new RunFolder(folder);
        } catch (IOException e) {
            throw new OperatorException(
                    "the folder %s cannot be made: %s".formatted(folder, e),
                    "make %s writable, or name another folder in MUSTER_STATE_HOME".formatted(path),
                    e);
        }
    }

    /** Points {@code latest}, beside the runs of one drill, at a run. */
    public void markLatest(RunFolder run) {
        Path latest = run.path().resolveSibling("latest");
        Path fresh = run.path().resolveSibling(".latest-" + run.path().getFileName());
        try {
            Files.createSymbolicLink(fresh, run.path().getFileName());
            Files.move(fresh, latest, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every run that has a journal, newest first. */
    public List<RunFolder> all() {
        if (!Files.isDirectory(runs())) {
            return List.of();
        }
        try (Stream<Path> folders = Files.walk(runs(), 2)) {
            return folders.filter(folder -> !Files.isSymbolicLink(folder))
                    .map(RunFolder::new)
                    .filter(run -> Files.exists(run.journal()))
                    .sorted(Comparator.comparing((RunFolder run) -> run.path().getFileName())
                            .reversed())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * One run by its name: {@code <drill>/<time>}, {@code <drill>} or {@code latest} for the newest, a time, or a path.
     *
     * @throws OperatorException if there is none
     */
    public RunFolder find(String name) {
        List<RunFolder> all = all();
        if (!all.isEmpty() && name.equals("latest")) {
            return all.getFirst();
        }
        for (RunFolder run : all) {
            String full = runs().relativize(run.path()).toString();
            if (full.equals(name) || full.startsWith(name + "/") || full.endsWith("/" + name)) {
                return run;
            }
        }
        Path path = Path.of(name);
        if (Files.exists(new RunFolder(path).journal())) {
            return new RunFolder(path.toAbsolutePath().normalize());
        }
        throw OperatorException.usage(
                all.isEmpty() ? "there is no run yet" : "no run is called %s".formatted(name.toLowerCase(Locale.ROOT)),
                all.isEmpty() ? "muster run etcd-leader-kill" : "muster runs list");
    }
}
