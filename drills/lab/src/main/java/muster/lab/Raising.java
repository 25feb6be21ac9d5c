package muster.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import muster.engine.history.ClusterException;
import muster.engine.history.Codec;
import muster.engine.history.OperatorException;
import org.jspecify.annotations.Nullable;

/**
 * Brings one lab up, from nothing to healthy. Until it is told to stay, the first process ends when we do: it reads our end of a pipe,
 * so that even {@code kill -9} of this process leaves no half of a lab.
 */
final class Raising {

    private static final Duration NETWORK_LIMIT = Duration.ofSeconds(20);
    private static final Duration HEALTH_LIMIT = Duration.ofSeconds(45);
    private static final Duration HEALTH_PAUSE = Duration.ofMillis(20);
    private static final Duration LOOK_PAUSE = Duration.ofMillis(200);

    private final LabFolder folder;
    private final Shape shape;
    private final Consumer<String> progress;

    Raising(LabFolder folder, Shape shape, Consumer<String> progress) {
        this.folder = folder;
        this.shape = shape;
        this.progress = progress;
    }

    Lab raise(boolean passing) throws InterruptedException {
        Requirements.check(shape);
        Versions versions = Versions.of(shape);
        List<Integer> ports = RelayPorts.pick(shape.names());
        folder.make(shape.names());
        folder.write(folder.settings(), Settings.text(shape, ports, folder.templates()));
        progress.accept("making %d network namespaces".formatted(shape.names().size() + 2));
        Unshared unshared = new Unshared(start());
        boolean done = false;
        try {
            Told told = told(unshared);
            progress.accept("waiting for " + versions.awaited(shape));
            LabFacts facts = facts(unshared, told, ports, versions, passing);
            awaitHealth(unshared, facts);
            folder.write(folder.facts(), Codec.writeIndented(facts));
            folder.write(folder.enter(), facts.enter());
            unshared.letStay();
            done = true;
            return new Lab(folder, facts);
        } finally {
            if (!done) {
                unshared.end();
                folder.delete();
            }
        }
    }

    private Process start() {
        List<String> command = new ArrayList<>(List.of("setsid"));
        command.addAll(Namespaces.unshare());
        command.addAll(
                List.of("sh", folder.firstProcess().toString(), folder.path().toString()));
        try {
            return Command.builder(command)
                    .redirectError(folder.firstProcessLog().toFile())
                    .start();
        } catch (IOException e) {
            throw folder.unwritable(e);
        }
    }

    /**
     * What the first process tells.
     *
     * @param holders which process, by its number in there, keeps which node's network
     * @param kinds the kinds of the file systems that the members' data lie on; empty if they have none of their own
     */
    private record Told(Map<String, Long> holders, Set<String> kinds) {

        /** The weakest of them. */
        @Nullable
        String dataOn() {
            return kinds.contains(LabFacts.TMPFS)
                    ? LabFacts.TMPFS
                    : kinds.stream().findFirst().orElse(null);
        }
    }

    /** Reads what the first process tells until it is ready. */
    private Told told(Unshared unshared) throws InterruptedException {
        Map<String, Long> holders = new HashMap<>();
        Set<String> kinds = new HashSet<>();
        var watchdog = Thread.ofVirtual().start(() -> killAfter(unshared, NETWORK_LIMIT));
        BufferedReader told = unshared.process().inputReader();
        try {
            for (String line = told.readLine(); line != null; line = told.readLine()) {
                String[] words = line.split(" ", -1);
                if (words[0].equals("ready")) {
                    return new Told(holders, kinds);
                }
                if (words[0].equals("node")) {
                    holders.put(words[1], Long.valueOf(words[2]));
                }
                if (words[0].equals("data")) {
                    kinds.add(words[2]);
                }
            }
        } catch (IOException e) {
            throw new ClusterException("the lab's first process cannot be read", e);
        } finally {
            watchdog.interrupt();
        }
        throw whyItEnded();
    }

    private static void killAfter(Unshared unshared, Duration limit) {
        try {
            if (!unshared.process().waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                unshared.kill();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private OperatorException whyItEnded() throws InterruptedException {
        String words = Lab.lastLine(folder.firstProcessLog());
        if (words.contains("cannot listen on")) {
            return new OperatorException(words, "muster lab up, again: it takes other ports when these are taken");
        }
        Optional<OperatorException> forbidden = Namespaces.forbidden();
        if (forbidden.isPresent()) {
            return forbidden.get();
        }
        return new OperatorException(
                "the lab did not come up: " + (words.isEmpty() ? "its first process ended without a word" : words),
                "muster doctor shows what this machine lacks");
    }

    private void awaitHealth(Unshared unshared, LabFacts facts) throws InterruptedException {
        long giveUp = System.nanoTime() + HEALTH_LIMIT.toNanos();
        long nextLook = System.nanoTime() + LOOK_PAUSE.toNanos();
        Health health = new Health(folder, facts.first());
        for (LabFacts.LabMember member : facts.members()) {
            String name = member.name();
            while (!health.healthy(member)) {
                if (!unshared.process().isAlive()) {
                    throw whyItEnded();
                }
                if (System.nanoTime() > nextLook) {
                    requireRunning(unshared);
                    nextLook = System.nanoTime() + LOOK_PAUSE.toNanos();
                }
                if (System.nanoTime() > giveUp) {
                    throw unhealthy("%s is not healthy after %d s".formatted(name, HEALTH_LIMIT.toSeconds()), name);
                }
                Thread.sleep(HEALTH_PAUSE);
            }
        }
    }

    /** A member that has ended makes the others wait for it in vain. */
    private void requireRunning(Unshared unshared) {
        for (String name : shape.names()) {
            if (ProcessTable.withArgument(folder.argument(name), unshared.pid().orElse(0L))
                    .isEmpty()) {
                throw unhealthy(name + " ended while the lab came up", name);
            }
        }
    }

    private OperatorException unhealthy(String what, String name) {
        return new OperatorException(
                "%s; it last said: %s".formatted(what, Lab.lastLine(folder.log(name))),
                "see whether the machine is overloaded or its disk is full, then muster lab up");
    }

    private LabFacts facts(Unshared unshared, Told told, List<Integer> ports, Versions versions, boolean passing) {
        FirstProcess first = unshared.first();
        Map<Long, Long> outer = ProcessTable.childrenByInnerPid(first.pid());
        List<LabFacts.LabMember> members = new ArrayList<>();
        List<String> names = shape.names();
        for (int i = 0; i < names.size(); i++) {
            members.add(new LabFacts.LabMember(names.get(i), outer(told.holders(), outer, names.get(i)), ports.get(i)));
        }
        return new LabFacts(
                first,
                shape,
                members,
                outer(told.holders(), outer, "client"),
                told.dataOn(),
                Namespaces.ordinaryUser(),
                passing,
                versions.etcd(),
                versions.postgres(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS));
    }

    private static long outer(Map<String, Long> holders, Map<Long, Long> outer, String node) {
        Long inner = holders.get(node);
        Long pid = inner == null ? null : outer.get(inner);
        if (pid == null) {
            throw new ClusterException("nothing keeps the network of %s in the lab".formatted(node));
        }
        return pid;
    }
}
