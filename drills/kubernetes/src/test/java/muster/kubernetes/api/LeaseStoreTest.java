package muster.kubernetes.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import muster.engine.cluster.Call;
import muster.engine.cluster.Client;
import muster.engine.cluster.Store;
import muster.engine.history.Found;
import muster.engine.history.Member;
import muster.engine.history.Op;
import muster.engine.history.Outcome;
import muster.engine.history.Sighting;
import muster.engine.history.View;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Leased work on a real cluster. */
@Tag("cluster")
final class LeaseStoreTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    @TempDir
    static Path sockets;

    private static TestCluster cluster;

    @BeforeAll
    static void open() throws InterruptedException {
        cluster = new TestCluster(sockets);
    }

    @AfterAll
    static void close() {
        cluster.close();
    }

    @ParameterizedTest
    @EnumSource
    void anObjectIsAcknowledgedOnceItsWorkWasDoneAndNothingIsLeft(LeasedWork work) throws Exception {
        String run = "leased-" + ProcessHandle.current().pid();
        LeaseStore store = open(work);
        store.prepare(run, LIMIT);
        try {
            long op = 0;
            for (Member member : cluster.servers) {
                try (Client client = store.open(run, member)) {
                    String value = "v" + op;
                    assertThat(ask(client, op, Op.Kind.INSERT, value))
                            .isInstanceOfSatisfying(
                                    Outcome.Acked.class,
                                    acked -> assertThat(acked.value()).isEqualTo(value));
                    assertThat(ask(client, op, Op.Kind.READ, null))
                            .isInstanceOfSatisfying(
                                    Outcome.Acked.class,
                                    acked -> assertThat(acked.value()).isEqualTo(value));
                    assertThat(ask(client, op, Op.Kind.INSERT, "other")).isInstanceOf(Outcome.Refused.class);
                    op++;
                }
            }
            assertThat(store.readBack(run, LIMIT)).extracting(Found::value).containsExactlyInAnyOrder("v0", "v1", "v2");
        } finally {
            Store.Removal removal = store.remove(run, LIMIT);
            assertThat(removal.keys()).isEqualTo(3);
            assertThat(removal.left()).isZero();
            store.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyServerNamesOneHolderOfTheLease(LeasedWork work) throws Exception {
        List<Sighting> sightings = new ArrayList<>();
        try (LeaseStore store = open(work)) {
            for (Member member : cluster.servers) {
                sightings.add(store.look(member, System.nanoTime(), LIMIT));
            }
        }
        assertThat(new View(sightings).leadership()).isInstanceOfSatisfying(View.Agreed.class, agreed -> {
            assertThat(agreed.sayers()).isEqualTo(cluster.servers.size());
            assertThat(agreed.term()).isPositive();
        });
    }

    /** With an etcd of its own: a store closes the one that it was given. */
    private static LeaseStore open(LeasedWork work) {
        return new LeaseStore(
                work, new KubernetesStore(cluster.kubeconfig, cluster.servers, cluster.etcd(), cluster.members));
    }

    private static Outcome ask(Client client, long op, Op.Kind kind, @Nullable String argument) throws Exception {
        return client.send(new Call(op, kind, "e" + op, argument, null)).get(10, TimeUnit.SECONDS);
    }
}
