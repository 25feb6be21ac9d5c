package muster.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import muster.engine.cluster.Call;
import muster.engine.cluster.Client;
import muster.engine.history.Found;
import muster.engine.history.Op;
import muster.engine.history.Outcome;
import muster.engine.history.Sighting;
import muster.postgres.connection.PostgresAccess;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a synchronous commit's success means when its standby is gone: the known-bad cases of the four outcomes. */
final class SynchronousCommitTest {

    private static final String RUN = "synchronous";
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String WAITING = "FROM pg_stat_activity WHERE wait_event = 'SyncRep'";

    private PostgresServers servers;
    private PostgresStore store;
    private Client client;

    @BeforeEach
    void start() throws Exception {
        servers = PostgresServers.start(2, "synchronous_standby_names=p2");
        store = new PostgresStore(servers.members(), PostgresAccess.lab());
        store.prepare(RUN, LIMIT);
        client = store.open(RUN, servers.member("p1"));
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        store.close();
        servers.close();
    }

    private CompletableFuture<Outcome> write(long op) {
        return client.send(new Call(op, Op.Kind.WRITE, "k" + op, "v" + op, null));
    }

    private CompletableFuture<Outcome> waitingWrite(long op) {
        CompletableFuture<Outcome> write = write(op);
        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> !servers.sql("p1", "SELECT count(*) " + WAITING).equals("0"));
        return write;
    }

    @Test
    void aCancelledWaitIsAcknowledgedLocallyAndLostWithThePrimary() throws Exception {
        assertThat(write(0).get(10, TimeUnit.SECONDS)).isInstanceOf(Outcome.Acked.class);
        servers.kill("p2");
        CompletableFuture<Outcome> waiting = waitingWrite(1);
        assertThatThrownBy(() -> waiting.get(500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        assertThat(store.look(servers.member("p1"), 0, LIMIT).said())
                .isInstanceOfSatisfying(
                        Sighting.Server.class,
                        server -> assertThat(server.waiters()).isPositive());
        assertThat(client.send(new Call(2, Op.Kind.READ, "k1", null, null)).get(10, TimeUnit.SECONDS))
                .as("nobody sees the row while its commit waits")
                .isInstanceOfSatisfying(
                        Outcome.Acked.class, read -> assertThat(read.value()).isNull());

        servers.sql("p1", "SELECT pg_cancel_backend(pid) " + WAITING);
        assertThat(waiting.get(10, TimeUnit.SECONDS)).isInstanceOfSatisfying(Outcome.AckedLocally.class, local -> {
            assertThat(local.value()).isEqualTo("v1");
            assertThat(local.warning()).contains("canceling wait for synchronous replication", "SQLSTATE 01000");
        });

        servers.kill("p1");
        servers.start("p2");
        servers.awaitAnswer("p2");
        servers.sql("p2", "SELECT pg_promote()");
        assertThat(store.readBack(RUN, LIMIT)).extracting(Found::value).containsExactly("v0");
        assertThat(client.send(new Call(3, Op.Kind.READ, "k1", null, null)).get(10, TimeUnit.SECONDS))
                .as("the client finds the new primary")
                .isInstanceOfSatisfying(Outcome.Acked.class, read -> {
                    assertThat(read.value()).isNull();
                    assertThat(read.stamp().member()).isEqualTo("p2");
                    assertThat(read.stamp().epoch()).isEqualTo(2);
                });
    }

    @Test
    void aTerminatedWaitIsUnknownAndTheRowStands() throws Exception {
        servers.kill("p2");
        CompletableFuture<Outcome> waiting = waitingWrite(0);
        servers.sql("p1", "SELECT pg_terminate_backend(pid) " + WAITING);
        assertThat(waiting.get(10, TimeUnit.SECONDS)).isInstanceOf(Outcome.Unknown.class);
        assertThat(store.readBack(RUN, LIMIT)).extracting(Found::value).containsExactly("v0");
    }

    @Test
    void aWaitThatTheStandbyEndsIsAcknowledged() throws Exception {
        servers.signal("p2", "STOP");
        CompletableFuture<Outcome> waiting = waitingWrite(0);
        List<Sighting> look = List.of(store.look(servers.member("p2"), 0, Duration.ofMillis(300)));
        assertThat(look.getFirst().said()).isInstanceOf(Sighting.Mute.class);
        servers.signal("p2", "CONT");
        assertThat(waiting.get(10, TimeUnit.SECONDS)).isInstanceOf(Outcome.Acked.class);
    }
}
