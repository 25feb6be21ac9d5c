package muster.lab.k3s;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import muster.engine.history.ClusterException;
import muster.engine.history.Codec;
import muster.engine.history.OperatorException;
import muster.lab.Command;
import muster.lab.LabLock;
import muster.lab.ProcessTable;
import muster.lab.Requirements;

/** A K3s cluster that is up on this machine. */
public final class K3sLab {

    private static final Duration SWEEP_LIMIT = Duration.ofSeconds(20);

    private final K3sFolder folder;
    private final K3sFacts facts;

    private K3sLab(K3sFolder folder, K3sFacts facts) {
        this.folder = folder;
        this.facts = facts;
    }

    /**
     * What {@link #up} did.
     *
     * @param lab the cluster that is up now
     * @param already true if it was up before
     */
    public record Raised(K3sLab lab, boolean already) {}

    /**
     * Brings a cluster up, unless one of so many servers is up, and waits until every server is ready and a voter. If anything fails,
     * nothing is left of it but the root file system below {@code /var/cache/muster}, which the next one takes.
     *
     * @param path the cluster's folder; what one that is gone left there is deleted
     * @param progress told in a few words what is being done
     * @throws OperatorException if we are not root, one of other servers is up, something is missing on this machine, or it does not come up
     * @throws InterruptedException if this thread is interrupted; nothing is left
     */
    public static Raised up(Path path, K3sOrder order, Consumer<String> progress) throws InterruptedException {
        demandRoot(K3sOrder.command(order.servers()));
        Requirements.checkK3s();
        K3sFolder folder = new K3sFolder(path);
        try (var _ = LabLock.take(folder.lab(), progress)) {
            Optional<K3sLab> standing = find(path);
            if (standing.isPresent()) {
                K3sLab lab = standing.get();
                if (lab.facts.servers().size() != order.servers()) {
                    throw new OperatorException(
                            "a lab with %s is up, not one with %s"
                                    .formatted(lab.facts.words(), K3sFacts.words(order.servers())),
                            "muster lab down && " + K3sOrder.command(order.servers()));
                }
                return new Raised(lab, true);
            }
            clear(folder);
            Room.demand(path, order);
            return new Raised(raise(folder, order, progress), false);
        }
    }

    private static K3sLab raise(K3sFolder folder, K3sOrder order, Consumer<String> progress)
            throws InterruptedException {
        Subnet subnet = Subnet.pick(folder.path());
        List<K3sServer> servers = subnet.servers(order.servers());
        Machines machines = null;
        boolean done = false;
        try {
            folder.make(servers);
            folder.put(folder.link(), subnet.link());
            progress.accept("laying out %s".formatted(K3sFacts.words(order.servers())));
            new Furnishing(folder, order, subnet, servers).furnish();
            machines = Machines.start(folder);
            machines.awaitStarted(progress);
            String version = new Awakening(folder, machines, servers, progress).await();
            K3sFacts facts = new K3sFacts(
                    machines.first(),
                    servers,
                    version,
                    subnet.link(),
                    Instant.now().truncatedTo(ChronoUnit.SECONDS));
            folder.lab().write(folder.lab().facts(), Codec.writeIndented(facts));
            machines.letStay();
            done = true;
            return new K3sLab(folder, facts);
        } finally {
            if (!done) {
                if (machines != null) {
                    machines.end();
                }
                clear(folder);
            }
        }
    }

    /** The cluster of a folder, if it is up: if its first process lives. Servers may be off. */
    public static Optional<K3sLab> find(Path path) {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        K3sFolder folder = new K3sFolder(path);
        Path file = folder.lab().facts();
        try {
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            K3sFacts facts = Codec.read(K3sFacts.class, Files.readString(file));
            return facts.first().alive() ? Optional.of(new K3sLab(folder, facts)) : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            throw new OperatorException(
                    "the lab's description %s cannot be read: %s".formatted(file, e.getMessage()),
                    "if no lab is up, delete it: rm '%s'".formatted(file),
                    e);
        }
    }

    /**
     * Takes the cluster down, or clears what one left that is gone, and deletes its folder.
     *
     * @return false if none was up
     * @throws OperatorException if we are not root
     */
    public static boolean down(Path path, Consumer<String> progress) throws InterruptedException {
        if (!Files.exists(path)) {
            return false;
        }
        demandRoot("muster lab down");
        K3sFolder folder = new K3sFolder(path);
        try (var _ = LabLock.take(folder.lab(), progress)) {
            Optional<K3sLab> lab = find(path);
            if (lab.isPresent()) {
                progress.accept("switching off %s".formatted(lab.get().facts.words()));
                lab.get().facts.first().end();
            }
            clear(folder);
            return lab.isPresent();
        }
    }

    /** What it is. */
    public K3sFacts facts() {
        return facts;
    }

    /** As for {@code kubectl --kubeconfig}; its context is {@code default}. */
    public Path kubeconfig() {
        return folder.kubeconfig();
    }

    /** As for {@code ssh -F}. */
    public Path ssh() {
        return folder.ssh();
    }

    /** How its machines stand. Looks at processes only. */
    public K3sStatus status() {
        return new K3sStatus(
                facts.words(),
                facts.version(),
                facts.since(),
                kubeconfig().toString(),
                ssh().toString(),
                facts.servers().stream().map(this::state).toList());
    }

    /**
     * The command that runs another one on a server.
     *
     * @throws OperatorException if there is no such server
     */
    public List<String> entrance(String server) {
        if (facts.servers().stream().noneMatch(each -> each.name().equals(server))) {
            throw OperatorException.usage(
                    "the lab has no server %s".formatted(server),
                    "it has "
                            + String.join(
                                    ", ",
                                    facts.servers().stream()
                                            .map(K3sServer::name)
                                            .toList()));
        }
        return new Door(ssh()).entrance(server);
    }

    private K3sStatus.ServerState state(K3sServer server) {
        List<Long> pids = ProcessTable.withArgument(
                "--machine=" + server.name(), facts.first().pid());
        return new K3sStatus.ServerState(
                server.name(), server.address(), !pids.isEmpty(), pids.isEmpty() ? null : pids.getFirst());
    }

    private static void demandRoot(String command) {
        if (Requirements.ordinaryUser()) {
            throw new OperatorException(
                    "a lab of K3s servers needs root: they mount, and have devices", "sudo " + command);
        }
    }

    /** What is left once every process is gone: the kernel takes the link down a moment later, and groups of processes stay. */
    private static void clear(K3sFolder folder) throws InterruptedException {
        boolean interrupted = Thread.interrupted();
        try {
            if (Files.exists(folder.link())) {
                String link =
                        Files.readString(folder.link(), StandardCharsets.UTF_8).strip();
                Command.Result swept =
                        Command.run(List.of("sh", "-c", K3sFolder.resource("sweep.sh"), "sweep", link), SWEEP_LIMIT);
                if (!swept.ok()) {
                    throw new ClusterException("the lab has left something: " + swept.words());
                }
            }
            folder.lab().delete();
        } catch (IOException e) {
            throw folder.lab().unwritable(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
