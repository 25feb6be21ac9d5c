package muster.cli.command;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import muster.cli.Workbench;
import muster.cli.screen.DrillScreen;
import muster.cli.screen.PostgresScreen;
import muster.cli.screen.StatusScreen;
import muster.cli.screen.Style;
import muster.engine.cluster.Store;
import muster.engine.history.Codec;
import muster.engine.history.Member;
import muster.engine.history.Timers;
import muster.engine.run.Inspector;
import muster.engine.run.Roster;
import muster.engine.run.Status;
import muster.etcd.EtcdAccess;
import muster.postgres.connection.PostgresAccess;
import muster.postgres.status.PostgresInspector;
import muster.scripts.SourcedDrill;
import picocli.CommandLine.Command;

/**
 * {@code muster train}: walks once through what short commands load, so that the launcher can make the start-up cache from it. It asks
 * servers of its own on the loopback, and breaks nothing.
 */
@Command(name = "train", hidden = true, description = "Walk through what short commands load, for the start-up cache.")
public final class TrainCommand implements Callable<Integer> {

    private static final String STATUS = """
            {"header":{"cluster_id":"1","member_id":"2","revision":"3","raft_term":"4"},"version":"3.4.23",\
            "dbSize":"20480","leader":"2","raftIndex":"5","raftTerm":"4","raftAppliedIndex":"5"}""";

    private final Workbench workbench;

    /** @param workbench what commands work with */
    public TrainCommand(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public Integer call() throws InterruptedException {
        HttpServer server = listen();
        try {
            URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
            List<Member> members = List.of(new Member("m1", "n1", address));
            Timers timers = new Timers(Duration.ofMillis(100), Duration.ofSeconds(1));
            try (Store store = workbench.store(members, EtcdAccess.plaintext())) {
                Inspector inspector = new Inspector(new Roster("lab", members, timers, null), store);
                for (int i = 0; i < 20; i++) {
                    Status status = inspector.look(Duration.ofSeconds(1));
                    var _ = new StatusScreen(new Style(true)).show(status);
                    var _ = Codec.writeIndented(status);
                }
            }
            askPostgres();
            var _ = new DrillScreen(new Style(true))
                    .list(workbench.drills().list().drills().stream()
                            .map(SourcedDrill::drill)
                            .toList());
            var _ = workbench.state().all();
            var _ = workbench.lab();
            return 0;
        } finally {
            server.stop(0);
        }
    }

    private static void askPostgres() throws InterruptedException {
        try (TrainingServer server = new TrainingServer()) {
            URI address = URI.create("postgresql://127.0.0.1:%d/muster".formatted(server.port()));
            Roster roster = new Roster("lab", List.of(new Member("p1", "p1", address)), null, null);
            try (PostgresInspector inspector = new PostgresInspector(roster, PostgresAccess.lab())) {
                for (int i = 0; i < 20; i++) {
                    BothStores status = new BothStores(null, inspector.look(Duration.ofSeconds(1)));
                    var _ = new PostgresScreen(new Style(true)).show(Objects.requireNonNull(status.postgres()));
                    var _ = Codec.writeIndented(status);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpServer listen() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                byte[] body = STATUS.getBytes(StandardCharsets.UTF_8);
                exchange.getRequestBody().readAllBytes();
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
