package muster.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What clients and the view say of real servers that die, freeze and come back. */
final class DyingServersTest {

    private static final String RUN = "dying";
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration CALL_DEADLINE = Duration.ofSeconds(3);

    private EtcdServers servers;
    private EtcdStore store;
    private String leader;

    @BeforeEach
    void start() throws Exception {
        servers = EtcdServers.start(3, "http");
        store = new EtcdStore(servers.members(), EtcdAccess.plaintext(), CALL_DEADLINE);
        leader = servers.awaitLeader(store);
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

    private String follower(int which) {
        return servers.members().stream()
                .map(Member::name)
                .filter(name -> !name.equals(leader))
                .toList()
                .get(which);
    }

    @Test
    void afterTheLeaderDiesInMidFlightNoAcknowledgedWriteIsMissingAndNoRefusedOneIsFound() throws Exception {
        Map<Long, CompletableFuture<Outcome>> answers = new HashMap<>();
        List<Client> clients = new ArrayList<>();
        for (Member member : servers.members()) {
            clients.add(store.open(RUN, member));
        }
        for (long op = 0; op < 1_500; op++) {
            answers.put(op, write(clients.get((int) (op % clients.size())), op));
            if (op == 500) {
                servers.kill(leader);
            }
            TimeUnit.MILLISECONDS.sleep(2);
        }
        Map<Long, Outcome> outcomes = new HashMap<>();
        for (Map.Entry<Long, CompletableFuture<Outcome>> answer : answers.entrySet()) {
            outcomes.put(answer.getKey(), answer.getValue().get(CALL_DEADLINE.toSeconds() + 2, TimeUnit.SECONDS));
        }
        servers.start(servers.member(leader));
        clients.forEach(Client::close);

        Map<Long, Found> found = new HashMap<>();
        store.readBack(RUN, LIMIT).forEach(write -> found.put(write.op(), write));
        Map<String, Integer> counts = new HashMap<>();
        outcomes.forEach((op, outcome) -> {
            counts.merge(outcome.getClass().getSimpleName(), 1, Integer::sum);
            switch (outcome) {
                case Outcome.Acked acked -> assertThat(found).as("acknowledged").containsKey(op);
                case Outcome.AckedLocally acked -> throw new AssertionError("etcd knows no such thing");
                case Outcome.Refused refused ->
                    assertThat(found).as(refused.why()).doesNotContainKey(op);
                case Outcome.Unknown unknown ->
                    assertThat(unknown.why()).isNotBlank().doesNotContain("\n");
            }
        });
        assertThat(counts).containsKeys("Acked", "Refused", "Unknown");
        assertThat(found.values())
                .allSatisfy(write -> assertThat(write.copies()).isOne());
    }

    @Test
    void aDeadMemberRefusesAndAMemberThatIsBackIsUsedAtOnce() throws Exception {
        Member member = servers.member(follower(0));
        try (Client client = store.open(RUN, member)) {
            assertThat(write(client, 0).get(5, TimeUnit.SECONDS).acknowledged()).isTrue();
            servers.kill(member.name());
            Awaitility.await()
                    .atMost(Duration.ofSeconds(2))
                    .untilAsserted(() -> assertThat(write(client, 1).get(5, TimeUnit.SECONDS))
                            .isInstanceOf(Outcome.Refused.class));
            long before = System.nanoTime();
            assertThat(write(client, 2).get(5, TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(
                            Outcome.Refused.class,
                            refused -> assertThat(refused.why()).contains("Connection refused"));
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMillis(250));
            assertThat(store.look(member, 0, LIMIT).said()).isInstanceOf(Sighting.Closed.class);

            // Long enough for gRPC's own back-off to have grown beyond what is allowed below.
            TimeUnit.SECONDS.sleep(4);
            servers.start(member);
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(10))
                    .atMost(LIMIT)
                    .until(() -> store.serve(member, LIMIT).acknowledged());
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(10))
                    .atMost(Duration.ofMillis(500))
                    .until(() -> write(client, 3).get(5, TimeUnit.SECONDS).acknowledged());
        }
    }

    @Test
    void aFrozenMemberIsMuteAndItsAnswerComesLate() throws Exception {
        Member member = servers.member(leader);
        try (Client client = store.open(RUN, member)) {
            assertThat(write(client, 0).get(5, TimeUnit.SECONDS).acknowledged()).isTrue();
            servers.signal(leader, "STOP");
            CompletableFuture<Outcome> late = client.send(new Call(1, Op.Kind.LOCAL_READ, "k0", null, null));
            CompletableFuture<Outcome> lost = write(client, 2);
            assertThat(store.look(member, 0, Duration.ofMillis(300)).said()).isInstanceOf(Sighting.Mute.class);
            assertThatThrownBy(() -> late.get(500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            servers.signal(leader, "CONT");
            assertThat(late.get(5, TimeUnit.SECONDS).acknowledged()).isTrue();
            assertThat(lost.get(5, TimeUnit.SECONDS)).isNotInstanceOf(Outcome.Refused.class);

            servers.signal(leader, "STOP");
            CompletableFuture<Outcome> unknown = write(client, 3);
            assertThat(unknown.get(5, TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(
                            Outcome.Unknown.class,
                            outcome -> assertThat(outcome.why()).contains("deadline exceeded"));
            servers.signal(leader, "CONT");
        }
    }

    @Test
    void withoutAQuorumTheViewAndLocalReadsAnswerAndNothingElseDoes() throws Exception {
        String survivor = follower(1);
        Member member = servers.member(survivor);
        Client client = store.open(RUN, member);
        assertThat(write(client, 0).get(5, TimeUnit.SECONDS).acknowledged()).isTrue();
        servers.kill(leader);
        servers.kill(follower(0));

        Awaitility.await()
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(servers.view(store).standings())
                        .extractingByKey(survivor)
                        .extracting(Sighting.Answer::role)
                        .isEqualTo(Sighting.Role.NO_LEADER));
        View view = servers.view(store);
        assertThat(view.leadership()).isInstanceOf(View.Nobody.class);
        assertThat(view.sightings())
                .filteredOn(sighting -> !sighting.member().equals(survivor))
                .allSatisfy(sighting -> assertThat(sighting.said()).isInstanceOf(Sighting.Closed.class));
        assertThat(store.serve(member, Duration.ofMillis(500))).isInstanceOf(Outcome.Unknown.class);
        assertThat(store.serveLocally(member, Duration.ofMillis(500))).isInstanceOf(Outcome.Acked.class);
        assertThat(client.send(new Call(1, Op.Kind.LOCAL_READ, "k0", null, null))
                        .get(5, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(
                        Outcome.Acked.class, acked -> assertThat(acked.value()).isEqualTo("v0"));
        assertThat(write(client, 2).get(CALL_DEADLINE.toSeconds() + 2, TimeUnit.SECONDS))
                .isInstanceOf(Outcome.Unknown.class);
        assertThatThrownBy(() -> store.readBack(RUN, Duration.ofMillis(500)))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining(survivor)
                .hasMessageContaining("Connection refused");

        servers.start(servers.member(leader));
        servers.awaitLeader(store);
        Outcome after = Awaitility.await()
                .atMost(LIMIT)
                .until(() -> write(client, 3).get(5, TimeUnit.SECONDS), Outcome::acknowledged);
        assertThat(after).isInstanceOf(Outcome.Acked.class);
        assertThat(store.remove(RUN, LIMIT).left()).isZero();
    }

    @Test
    void aRunThatIsThereAlreadyIsNotTouched() throws Exception {
        try (Client client = store.open(RUN, servers.member(leader))) {
            assertThat(write(client, 0).get(5, TimeUnit.SECONDS).acknowledged()).isTrue();
        }
        assertThatThrownBy(() -> store.prepare(RUN, LIMIT))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("/muster/dying/");
        assertThat(store.readBack(RUN, LIMIT)).hasSize(1);
    }
}
