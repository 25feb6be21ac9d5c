package muster.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import muster.engine.history.Member;
import muster.postgres.connection.Connections;
import muster.postgres.connection.PostgresAccess;

/**
 * Real PostgreSQL processes on loopback, as an ordinary user even where the tests run as root: a primary and its streaming standbys, all
 * started from one copy of one cluster. They end with this object.
 */
public final class PostgresServers implements AutoCloseable {

    private static final Duration UP = Duration.ofSeconds(30);
    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

    private final Path folder;
    private final List<Member> members;
    private final Map<String, Process> processes = new ConcurrentHashMap<>();

    private PostgresServers(Path folder, List<Member> members) {
        this.folder = folder;
        this.members = members;
    }

    /**
     * Starts a primary {@code p1} and standbys that stream from it by slots of their names, and waits until they do.
     *
     * @param settings for every server, such as {@code synchronous_standby_names=p2}
     */
    public static PostgresServers start(int size, String... settings) throws Exception {
        Path folder = Files.createTempDirectory("muster postgres ");
        List<Integer> ports = freePorts(size);
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            String name = "p" + (i + 1);
            members.add(
                    new Member(name, "local", URI.create("postgresql://127.0.0.1:%d/muster".formatted(ports.get(i)))));
        }
        PostgresServers servers = new PostgresServers(folder, List.copyOf(members));
        try {
            servers.startAll(settings);
            return servers;
        } catch (Exception e) {
            servers.close();
            throw e;
        }
    }

    private void startAll(String... settings) throws Exception {
        if (ROOT) {
            run(List.of("chown", "nobody:", folder.toString()));
        }
        makeData(settings);
        for (Member member : members) {
            start(member.name());
        }
        for (Member member : members) {
            awaitAnswer(member.name());
            if (!member.equals(members.getFirst())) {
                sql("p1", "SELECT pg_create_physical_replication_slot('%s')".formatted(member.name()));
            }
        }
        awaitStreaming(members.size() - 1);
    }

    private void makeData(String... settings) throws IOException, InterruptedException {
        Path first = data("p1");
        asUser("initdb", "--no-sync", "--auth=trust", "--username=muster", "--locale=C", "-D", first.toString());
        Path database = folder.resolve("database.sql");
        Files.writeString(database, "CREATE DATABASE muster;\n");
        new Command(asUserWords("postgres", "--single", "-D", first.toString(), "postgres"))
                .run(ProcessBuilder.Redirect.from(database.toFile()));
        for (Member member : members) {
            if (!member.equals(members.getFirst())) {
                run(List.of("cp", "-a", first.toString(), data(member.name()).toString()));
                follow(member.name(), "p1");
            }
            Files.write(
                    data(member.name()).resolve("postgresql.conf"),
                    configuration(member, settings),
                    StandardOpenOption.APPEND);
        }
    }

    private static List<String> configuration(Member member, String... settings) {
        List<String> lines = new ArrayList<>(List.of(
                "port = " + member.client().getPort(),
                "cluster_name = '%s'".formatted(member.name()),
                "listen_addresses = '127.0.0.1'",
                "unix_socket_directories = ''",
                "shared_buffers = 16MB",
                "wal_log_hints = on",
                "track_commit_timestamp = on",
                "wal_retrieve_retry_interval = 200ms",
                "hot_standby_feedback = off"));
        Arrays.stream(settings)
                .map(setting -> setting.replaceFirst("=(.*)", " = '$1'"))
                .forEach(lines::add);
        return lines;
    }

    /** Makes a stopped server a standby of another one. */
    public void follow(String name, String primary) throws IOException {
        Files.write(data(name).resolve("standby.signal"), new byte[0]);
        Files.writeString(
                data(name).resolve("postgresql.auto.conf"),
                "primary_conninfo = 'host=127.0.0.1 port=%d user=muster application_name=%s'%nprimary_slot_name = '%s'%n"
                        .formatted(member(primary).client().getPort(), name, name));
    }

    public List<Member> members() {
        return members;
    }

    public Member member(String name) {
        return members.stream()
                .filter(member -> member.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Where a server's data lies. */
    public Path data(String name) {
        return folder.resolve(name);
    }

    /** Starts a server; does not wait for it. */
    public void start(String name) throws IOException {
        processes.put(
                name,
                new ProcessBuilder(asUserWords("postgres", "-D", data(name).toString()))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(
                                folder.resolve(name + ".log").toFile()))
                        .start());
    }

    /** Ends a server with SIGKILL, and its children with it, and waits until they have gone. */
    public void kill(String name) throws InterruptedException {
        Process process = process(name);
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        children.forEach(child -> child.onExit().join());
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
            throw new IllegalStateException(name + " does not die");
        }
    }

    /** Ends a server in order ("fast"), and waits until it has gone. */
    public void stop(String name) throws IOException, InterruptedException {
        signal(name, "INT");
        if (!process(name).waitFor(20, TimeUnit.SECONDS)) {
            throw new IllegalStateException(name + " does not stop");
        }
    }

    /** Sends a signal to a server; STOP and CONT also to its children, of which one may end meanwhile. */
    public void signal(String name, String signal) throws IOException, InterruptedException {
        Process process = process(name);
        run(List.of("kill", "-" + signal, Long.toString(process.pid())));
        if (!signal.equals("STOP") && !signal.equals("CONT")) {
            return;
        }
        for (ProcessHandle child : process.descendants().toList()) {
            try {
                run(List.of("kill", "-" + signal, Long.toString(child.pid())));
            } catch (IllegalStateException e) {
                if (child.isAlive()) {
                    throw e;
                }
            }
        }
    }

    private Process process(String name) {
        return Objects.requireNonNull(processes.get(name), name);
    }

    /** Waits until a server takes a connection. */
    public void awaitAnswer(String name) {
        await(name, "SELECT 1", "1");
    }

    /** Waits until so many standbys stream from {@code p1}. */
    public void awaitStreaming(int standbys) {
        await("p1", "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'", Integer.toString(standbys));
    }

    private void await(String name, String question, String wanted) {
        long until = System.nanoTime() + UP.toNanos();
        String last = "";
        while (System.nanoTime() < until) {
            try {
                last = sql(name, question);
                if (last.equals(wanted)) {
                    return;
                }
            } catch (SQLException e) {
                last = String.valueOf(e.getMessage());
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        throw new IllegalStateException("%s: %s\n%s".formatted(name, last, log(name)));
    }

    /** What a server wrote to its log. */
    public String log(String name) {
        try {
            return Files.readString(folder.resolve(name + ".log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first column of the first row, or nothing. */
    public String sql(String name, String statement) throws SQLException {
        Connections connections = new Connections(PostgresAccess.lab());
        try (Connection connection =
                        connections.open(member(name).client(), Connections.Purpose.ADMIN, Duration.ofSeconds(10));
                Statement asked = connection.createStatement()) {
            if (!asked.execute(statement)) {
                return "";
            }
            try (ResultSet rows = asked.getResultSet()) {
                return rows.next() ? String.valueOf(rows.getString(1)) : "";
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (Process process : processes.values()) {
            List<ProcessHandle> children = process.descendants().toList();
            process.destroyForcibly();
            children.forEach(ProcessHandle::destroyForcibly);
            children.forEach(child -> child.onExit().join());
            process.onExit().join();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(PostgresServers::delete);
        }
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void asUser(String program, String... arguments) throws IOException, InterruptedException {
        run(asUserWords(program, arguments));
    }

    /** PostgreSQL refuses to run as root. */
    private static List<String> asUserWords(String program, String... arguments) {
        List<String> words = new ArrayList<>();
        if (ROOT) {
            words.addAll(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
        }
        words.add(programs().resolve(program).toString());
        words.addAll(List.of(arguments));
        return words;
    }

    /** The folder of the newest PostgreSQL that Debian has put here. */
    public static Path programs() {
        try (Stream<Path> versions = Files.list(Path.of("/usr/lib/postgresql"))) {
            return versions.filter(version -> Files.isExecutable(version.resolve("bin/postgres")))
                    .max(Comparator.comparingInt(
                            version -> Integer.parseInt(version.getFileName().toString())))
                    .orElseThrow()
                    .resolve("bin");
        } catch (IOException e) {
            throw new UncheckedIOException("no PostgreSQL below /usr/lib/postgresql", e);
        }
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        new Command(command)
                .run(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    }

    /** A program that must succeed. */
    private record Command(List<String> words) {
        void run(ProcessBuilder.Redirect input) throws IOException, InterruptedException {
            Process process = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectInput(input)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("%s: %s".formatted(String.join(" ", words), output));
            }
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
