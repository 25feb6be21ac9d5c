package muster.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import muster.engine.cluster.Call;
import muster.engine.cluster.Client;
import muster.engine.history.ClusterException;
import muster.engine.history.Found;
import muster.engine.history.Member;
import muster.engine.history.Op;
import muster.engine.history.OperatorException;
import muster.engine.history.Outcome;
import muster.engine.history.Sighting;
import muster.engine.history.View;
import muster.postgres.connection.PostgresAccess;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What clients and the view say of a primary that dies or freezes, and of the standby that takes its place. */
final class FailoverTest {

    private static final String RUN = "failover";
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private PostgresServers servers;
    private PostgresStore store;

    @BeforeEach
    void start() throws Exception {
        servers = PostgresServers.start(2, "synchronous_standby_names=p2");
        store = new PostgresStore(servers.members(), PostgresAccess.lab());
        store.prepare(RUN, LIMIT);
    }

    @AfterEach
    void stop() throws IOException {
        store.close();
        servers.close();
    }

    private static CompletableFuture<Outcome> write(Client client, long op) {
        return client.send(new Call(op, Op.Kind.WRITE, "k" + op % 4, "v" + op, null));
    }

    private View view() throws InterruptedException {
        List<Sighting> sightings = new ArrayList<>();
        for (Member member : servers.members()) {
            sightings.add(store.look(member, 0, Duration.ofSeconds(1)));
        }
        return new View(sightings);
    }

    private void promote() throws Exception {
        servers.sql("p2", "ALTER SYSTEM SET synchronous_standby_names = ''");
        servers.sql("p2", "SELECT pg_promote(), pg_reload_conf()");
    }

    @Test
    void afterThePrimaryDiesInMidFlightNoAcknowledgedWriteIsMissingAndNoRefusedOneIsFound() throws Exception {
        Map<Long, CompletableFuture<Outcome>> answers = new HashMap<>();
        List<Client> clients = new ArrayList<>();
        for (Member member : servers.members()) {
            clients.add(store.open(RUN, member));
        }
        for (long op = 0; op < 1_000; op++) {
            answers.put(op, write(clients.get((int) (op % clients.size())), op));
            if (op == 300) {
                servers.kill("p1");
            }
            if (op == 600) {
                promote();
            }
            TimeUnit.MILLISECONDS.sleep(2);
        }
        Map<Long, Outcome> outcomes = new HashMap<>();
        for (Map.Entry<Long, CompletableFuture<Outcome>> answer : answers.entrySet()) {
            outcomes.put(answer.getKey(), answer.getValue().get(20, TimeUnit.SECONDS));
        }
        clients.forEach(Client::close);

        Map<Long, Found> found = new HashMap<>();
        store.readBack(RUN, LIMIT).forEach(write -> found.put(write.op(), write));
        Map<String, Integer> counts = new HashMap<>();
        outcomes.forEach((op, outcome) -> {
            counts.merge(outcome.getClass().getSimpleName(), 1, Integer::sum);
            switch (outcome) {
                case Outcome.Acked acked -> assertThat(found).as("acknowledged").containsKey(op);
                case Outcome.AckedLocally acked -> throw new AssertionError("no wait was cancelled: " + acked);
                case Outcome.Refused refused ->
                    assertThat(found).as(refused.why()).doesNotContainKey(op);
                case Outcome.Unknown unknown ->
                    assertThat(unknown.why()).isNotBlank().doesNotContain("\n");
            }
        });
        assertThat(counts).containsKeys("Acked", "Refused");
        assertThat(outcomes.get(999L)).as("both clients found the new primary").isInstanceOf(Outcome.Acked.class);
        assertThat(outcomes.get(998L)).isInstanceOf(Outcome.Acked.class);
        assertThat(found.values())
                .allSatisfy(write -> assertThat(write.copies()).isOne());
        assertThat(found.values().stream().map(write -> write.stamp().epoch()).distinct())
                .containsExactlyInAnyOrder(1L, 2L);
        assertThat(store.look(servers.member("p1"), 0, LIMIT).said()).isInstanceOf(Sighting.Closed.class);
        assertThat(view().leadership()).isInstanceOfSatisfying(View.Agreed.class, agreed -> {
            assertThat(agreed.leader()).isEqualTo("p2");
            assertThat(agreed.term()).isEqualTo(2);
        });
    }

    @Test
    void aFrozenPrimaryThatWakesAfterThePromotionIsASplitBrainAndItsClientsGoBackToIt() throws Exception {
        try (Client atHome = store.open(RUN, servers.member("p1"));
                Client away = store.open(RUN, servers.member("p2"))) {
            assertThat(write(atHome, 0).get(10, TimeUnit.SECONDS)).isInstanceOf(Outcome.Acked.class);
            assertThat(write(away, 1).get(10, TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(
                            Outcome.Acked.class,
                            acked -> assertThat(acked.stamp().member()).isEqualTo("p1"));
            servers.signal("p1", "STOP");
            assertThat(store.look(servers.member("p1"), 0, Duration.ofMillis(300))
                            .said())
                    .isInstanceOf(Sighting.Mute.class);
            promote();
            Awaitility.await().atMost(LIMIT).untilAsserted(() -> {
                assertThat(answeredBy(write(away, 2))).isEqualTo("p2");
                assertThat(answeredBy(write(atHome, 3))).isEqualTo("p2");
            });

            servers.signal("p1", "CONT");
            // The standby that p1 waits for is gone: its commits wait until somebody stops asking for it.
            servers.sql("p1", "ALTER SYSTEM SET synchronous_standby_names = ''");
            servers.sql("p1", "SELECT pg_reload_conf()");
            Awaitility.await()
                    .atMost(LIMIT)
                    .untilAsserted(
                            () -> assertThat(answeredBy(write(atHome, 4))).isEqualTo("p1"));
            assertThat(answeredBy(write(away, 5))).isEqualTo("p2");
            assertThat(view().leadership()).isInstanceOf(View.Disagreement.class);
            assertThatThrownBy(() -> store.readBack(RUN, LIMIT))
                    .isInstanceOf(ClusterException.class)
                    .hasMessageContaining("more than one server is a primary (p1, p2)");
        }
    }

    private static String answeredBy(CompletableFuture<Outcome> answer) throws Exception {
        return switch (answer.get(10, TimeUnit.SECONDS)) {
            case Outcome.Acked acked -> acked.stamp().member();
            case Outcome.AckedLocally acked -> acked.stamp().member();
            case Outcome.Refused refused -> refused.why();
            case Outcome.Unknown unknown -> unknown.why();
        };
    }

    @Test
    void withoutAPrimaryLocalReadsAnswerAndNothingElseDoes() throws Exception {
        Member standby = servers.member("p2");
        try (Client client = store.open(RUN, standby)) {
            assertThat(write(client, 0).get(10, TimeUnit.SECONDS)).isInstanceOf(Outcome.Acked.class);
            servers.kill("p1");
            Awaitility.await()
                    .atMost(LIMIT)
                    .untilAsserted(() -> assertThat(write(client, 1).get(5, TimeUnit.SECONDS))
                            .isInstanceOfSatisfying(
                                    Outcome.Refused.class,
                                    refused -> assertThat(refused.why()).contains("no primary", "p2: a standby")));
            assertThat(client.send(new Call(2, Op.Kind.LOCAL_READ, "k0", null, null))
                            .get(10, TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(Outcome.Acked.class, read -> {
                        assertThat(read.value()).isEqualTo("v0");
                        assertThat(read.stamp().member()).isEqualTo("p2");
                        assertThat(read.stamp().epoch()).isOne();
                    });
            assertThat(store.serve(standby, Duration.ofSeconds(1)).acknowledged())
                    .isFalse();
            assertThat(store.serveLocally(standby, Duration.ofSeconds(1)).acknowledged())
                    .isTrue();
            Awaitility.await()
                    .atMost(LIMIT)
                    .untilAsserted(() -> assertThat(
                                    Objects.requireNonNull(view().standings().get("p2"))
                                            .role())
                            .isEqualTo(Sighting.Role.NO_LEADER));
            assertThat(view().leadership()).isInstanceOf(View.Nobody.class);
            assertThatThrownBy(() -> store.readBack(RUN, Duration.ofMillis(500)))
                    .isInstanceOf(ClusterException.class)
                    .hasMessageContaining("p2: a standby")
                    .hasMessageContaining("p1: ");
        }
    }

    @Test
    void aRunThatIsThereAlreadyIsNotTouched() throws Exception {
        try (Client client = store.open(RUN, servers.member("p1"))) {
            assertThat(write(client, 0).get(10, TimeUnit.SECONDS).acknowledged())
                    .isTrue();
        }
        assertThatThrownBy(() -> store.prepare(RUN, LIMIT))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("muster_run_failover");
        assertThat(store.readBack(RUN, LIMIT)).hasSize(1);
    }
}
