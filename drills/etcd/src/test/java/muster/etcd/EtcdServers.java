package muster.etcd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import muster.engine.history.Member;
import muster.engine.history.Sighting;
import muster.engine.history.View;
import org.awaitility.Awaitility;

/** Real etcd processes on loopback, each with a data directory of its own. They end with this object. */
final class EtcdServers implements AutoCloseable {

    private static final Duration UP = Duration.ofSeconds(20);

    private final Path folder;
    private final List<Member> members;
    private final List<Integer> peerPorts;
    private final List<String> options;
    private final Map<String, Process> processes = new ConcurrentHashMap<>();

    private EtcdServers(Path folder, List<Member> members, List<Integer> peerPorts, List<String> options) {
        this.folder = folder;
        this.members = members;
        this.peerPorts = peerPorts;
        this.options = options;
    }

    /**
     * Starts a cluster with fast timers; does not wait for it.
     *
     * @param scheme of the client address: http or https
     * @param options more options for every member
     */
    static EtcdServers start(int size, String scheme, String... options) throws IOException {
        List<Integer> ports = freePorts(size * 2);
        List<Member> members = IntStream.range(0, size)
                .mapToObj(i -> new Member(
                        "m" + (i + 1), "local", URI.create("%s://127.0.0.1:%d".formatted(scheme, ports.get(i)))))
                .toList();
        EtcdServers servers = new EtcdServers(
                Files.createTempDirectory("muster etcd "), members, ports.subList(size, size * 2), List.of(options));
        for (Member member : members) {
            servers.start(member);
        }
        return servers;
    }

    List<Member> members() {
        return members;
    }

    Member member(String name) {
        return members.stream()
                .filter(member -> member.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    void start(Member member) throws IOException {
        int i = members.indexOf(member);
        String peer = peer(i);
        List<String> command = new ArrayList<>(List.of(
                "etcd",
                "--name=" + member.name(),
                "--data-dir=" + folder.resolve(member.name()),
                "--listen-client-urls=" + member.client(),
                "--advertise-client-urls=" + member.client(),
                "--listen-peer-urls=" + peer,
                "--initial-advertise-peer-urls=" + peer,
                "--initial-cluster=" + initialCluster(),
                "--heartbeat-interval=50",
                "--election-timeout=500",
                "--logger=zap"));
        command.addAll(options);
        processes.put(
                member.name(),
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(
                                folder.resolve(member.name() + ".log").toFile()))
                        .start());
    }

    private String initialCluster() {
        return IntStream.range(0, members.size())
                .mapToObj(i -> members.get(i).name() + "=" + peer(i))
                .collect(Collectors.joining(","));
    }

    private String peer(int i) {
        return "http://127.0.0.1:" + peerPorts.get(i);
    }

    /** Ends a member with SIGKILL and waits until it has gone. */
    void kill(String name) throws InterruptedException {
        Process process = process(name);
        process.destroyForcibly();
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
            throw new IllegalStateException(name + " does not die");
        }
    }

    private Process process(String name) {
        return Objects.requireNonNull(processes.get(name), name);
    }

    /** Sends a signal, such as STOP or CONT. */
    void signal(String name, String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, String.valueOf(process(name).pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (signal.equals("STOP")) {
            // kill(1) returns before every thread stands still: one may yet answer a call.
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(5))
                    .ignoreException(NoSuchFileException.class)
                    .until(() -> stands(process(name).pid()));
        }
    }

    private static boolean stands(long pid) throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc/%d/task".formatted(pid)))) {
            for (Path thread : threads.toList()) {
                String stat = Files.readString(thread.resolve("stat"));
                if (stat.charAt(stat.lastIndexOf(')') + 2) != 'T') {
                    return false;
                }
            }
        }
        return true;
    }

    /** Waits until a majority agrees on a leader and a linearizable read is served; returns the leader's name. */
    String awaitLeader(EtcdStore store) {
        return Awaitility.await()
                .atMost(UP)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> leader(store), name -> !name.isEmpty());
    }

    private String leader(EtcdStore store) throws InterruptedException {
        View view = view(store);
        if (!(view.leadership() instanceof View.Agreed agreed)) {
            return "";
        }
        return store.serve(member(agreed.leader()), Duration.ofSeconds(1)).acknowledged() ? agreed.leader() : "";
    }

    View view(EtcdStore store) throws InterruptedException {
        List<Sighting> sightings = new ArrayList<>();
        for (Member member : members) {
            sightings.add(store.look(member, 0, Duration.ofSeconds(1)));
        }
        return new View(sightings);
    }

    @Override
    public void close() throws IOException {
        processes.values().forEach(Process::destroyForcibly);
        for (Process process : processes.values()) {
            process.onExit().join();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(EtcdServers::delete);
        }
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ports that were free a moment ago. */
    static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }
}
