package muster.postgres.reconcile;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import muster.engine.history.Member;

/** A real PostgreSQL server of a test, on the loopback interface, with its configuration outside its data. */
public final class TestServer implements AutoCloseable {

    private final String name;
    private final Path folder;
    private final int port;
    private String upstream = "";

    /** @param folder its data, its configuration and its log */
    TestServer(String name, Path folder) {
        this(name, folder, freePort());
    }

    TestServer(String name, Path folder, int port) {
        this.name = name;
        this.folder = folder;
        this.port = port;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** Its data directory. */
    public Path data() {
        return folder.resolve("data");
    }

    Path folder() {
        return folder;
    }

    int port() {
        return port;
    }

    Path configuration() {
        return folder.resolve("postgresql.conf");
    }

    Member member() {
        return new Member(name, name, URI.create("postgresql://127.0.0.1:%d/muster".formatted(port)));
    }

    String conninfo(String user) {
        return "host=127.0.0.1 port=%d user=%s application_name=%s".formatted(port, user, name);
    }

    /** Writes its configuration; settings that are given come last and win. */
    void configure(List<String> settings) {
        List<String> lines = new ArrayList<>(List.of(
                "listen_addresses = '127.0.0.1'",
                "port = " + port,
                "unix_socket_directories = ''",
                "fsync = off",
                "wal_log_hints = on",
                "hot_standby = on",
                "max_prepared_transactions = 5",
                "track_commit_timestamp = on",
                "wal_keep_size = 256MB",
                "wal_retrieve_retry_interval = 200ms",
                "shared_buffers = 16MB",
                "dynamic_shared_memory_type = mmap",
                "autovacuum = off",
                "timezone = UTC",
                "log_timezone = UTC"));
        lines.addAll(settings);
        lines.add("include_if_exists 'upstream.conf'");
        write(configuration(), lines);
        if (!Files.exists(folder.resolve("hba.conf"))) {
            hba(List.of("host all all all trust", "host replication all all trust"));
        }
    }

    void hba(List<String> lines) {
        write(folder.resolve("hba.conf"), lines);
    }

    void follow(TestServer other) {
        upstream = other.name();
        write(
                folder.resolve("upstream.conf"),
                List.of("primary_conninfo = '%s'"
                        .formatted("host=127.0.0.1 port=%d user=muster application_name=%s connect_timeout=2"
                                .formatted(other.port(), name))));
        write(data().resolve("standby.signal"), List.of());
    }

    String upstream() {
        return upstream;
    }

    /** Starts it and waits until it answers; further words go to its command line. */
    public void start(String... options) {
        List<String> words = new ArrayList<>(List.of(
                "-D",
                data().toString(),
                "-c",
                "config_file=" + configuration(),
                "-c",
                "hba_file=" + folder.resolve("hba.conf")));
        words.addAll(List.of(options));
        try {
            new ProcessBuilder(Programs.command("postgres", words.toArray(String[]::new)))
                    .directory(new File("/"))
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                    .redirectError(ProcessBuilder.Redirect.appendTo(log().toFile()))
                    .start();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (true) {
                try (Connection _ = connect("postgres")) {
                    return;
                } catch (SQLException e) {
                    if (System.nanoTime() > end) {
                        throw new AssertionError(name + " does not start: " + Files.readString(log()), e);
                    }
                    Thread.sleep(50);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    Path log() {
        return folder.resolve("log");
    }

    boolean runs() {
        return Files.exists(data().resolve("postmaster.pid"))
                && Programs.attempt("pg_ctl", "status", "-D", data().toString()).exit() == 0;
    }

    /** Ends it if it runs. */
    public void stop(String mode) {
        if (runs()) {
            Programs.run("pg_ctl", "stop", "-D", data().toString(), "-m", mode, "-w");
        }
    }

    /** A connection to one of its databases. */
    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:%d/%s?user=muster&socketTimeout=60&connectTimeout=5"
                        .formatted(port, database));
    }

    /** Runs SQL in the database muster, one statement a transaction. */
    public void sql(String... statements) {
        try (Connection connection = connect("muster");
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new AssertionError(name + ": " + List.of(statements), e);
        }
    }

    /** The first column of every row of an answer. */
    public List<String> ask(String query) {
        try (Connection connection = connect("muster");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> answers = new ArrayList<>();
            while (rows.next()) {
                answers.add(rows.getString(1));
            }
            return answers;
        } catch (SQLException e) {
            throw new AssertionError(name + ": " + query, e);
        }
    }

    @Override
    public void close() {
        stop("immediate");
    }

    private static void write(Path file, List<String> lines) {
        try {
            Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
