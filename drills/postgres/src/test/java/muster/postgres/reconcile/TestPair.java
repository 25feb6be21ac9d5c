package muster.postgres.reconcile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import muster.engine.history.Member;
import muster.postgres.connection.PostgresAccess;

/** A primary p1 and its standby p2, both real. */
public final class TestPair implements AutoCloseable {

    private static final Object LOCK = new Object();

    private final Path folder;
    private final TestServer first;
    private final TestServer second;

    private TestPair(Path folder, TestServer first, TestServer second) {
        this.folder = folder;
        this.first = first;
        this.second = second;
    }

    /** Starts both; p2 streams. The settings are those of both. */
    public static TestPair start(String... settings) {
        try {
            Path folder = Files.createTempDirectory("muster recon ");
            TestServer first = new TestServer("p1", Files.createDirectory(folder.resolve("p1")));
            TestServer second = new TestServer("p2", Files.createDirectory(folder.resolve("p2")));
            TestPair pair = new TestPair(folder, first, second);
            copy(template(), first.data());
            copy(template(), second.data());
            first.configure(List.of(settings));
            second.configure(List.of(settings));
            second.follow(first);
            first.start();
            first.sql("SELECT pg_create_physical_replication_slot('p2')");
            second.start();
            pair.awaitStream();
            return pair;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The pair that another process started. */
    static TestPair at(Path folder, int firstPort, int secondPort) {
        return new TestPair(
                folder,
                new TestServer("p1", folder.resolve("p1"), firstPort),
                new TestServer("p2", folder.resolve("p2"), secondPort));
    }

    /** Made once on a machine for each version, and never started again. */
    static Path template() {
        synchronized (LOCK) {
            try {
                String major = Programs.folder().getName(3).toString();
                Path place = Path.of(
                        System.getProperty("java.io.tmpdir"),
                        "muster-test-template-%s-%s-%d"
                                .formatted(
                                        major,
                                        System.getProperty("user.name"),
                                        ProcessHandle.current().pid()));
                Path data = place.resolve("data");
                if (Files.exists(place.resolve("done"))) {
                    return data;
                }
                Files.createDirectories(place);
                Programs.run(
                        "initdb",
                        "-D",
                        data.toString(),
                        "-U",
                        "muster",
                        "-A",
                        "trust",
                        "-E",
                        "UTF8",
                        "--locale=C.UTF-8",
                        "-N");
                TestServer server = new TestServer("template", place);
                server.configure(List.of());
                server.start();
                try (var connection = server.connect("postgres");
                        var statement = connection.createStatement()) {
                    statement.execute("CREATE DATABASE muster");
                } catch (SQLException e) {
                    throw new AssertionError(e);
                }
                server.stop("fast");
                Files.createFile(place.resolve("done"));
                Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(place)));
                return data;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    static void copy(Path from, Path to) {
        Programs.run("/bin/cp", "-a", "--reflink=auto", from.toString(), to.toString());
    }

    static void delete(Path folder) {
        Programs.attempt("/bin/rm", "-rf", folder.toString());
    }

    /** The server that was the primary. */
    public TestServer first() {
        return first;
    }

    /** The server that was its standby. */
    public TestServer second() {
        return second;
    }

    TestServer server(String name) {
        return name.equals("p1") ? first : second;
    }

    TestServer other(TestServer server) {
        return server == first ? second : first;
    }

    Path folder() {
        return folder;
    }

    List<Member> members() {
        return List.of(first.member(), second.member());
    }

    SplitBrain splitBrain() {
        return new SplitBrain(members(), new PostgresAccess("muster", null));
    }

    /** Waits until p2 has replayed all that p1 has written. */
    public void awaitStream() {
        String end = first.ask("SELECT pg_current_wal_flush_lsn()").getFirst();
        await(() -> second.ask("SELECT pg_last_wal_replay_lsn() >= '%s'::pg_lsn".formatted(end))
                .contains("t"));
    }

    /** Cuts the stream, so that what p1 writes from now on does not come to p2. */
    public void cut() {
        second.sql("ALTER SYSTEM SET primary_conninfo = ''", "SELECT pg_reload_conf()");
        await(() -> first.ask("SELECT 1 FROM pg_stat_replication").isEmpty());
    }

    /** Promotes p2, which ends the cut: two primaries are left. */
    public void promote() {
        second.sql(
                "SELECT pg_promote(true)",
                "ALTER SYSTEM RESET primary_conninfo",
                "SELECT pg_reload_conf()",
                "CHECKPOINT");
    }

    static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited for 30 s in vain");
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
    }

    @Override
    public void close() {
        first.close();
        second.close();
        delete(folder);
    }
}
