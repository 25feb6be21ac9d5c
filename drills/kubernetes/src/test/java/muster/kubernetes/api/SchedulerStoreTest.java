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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scheduling on a real cluster. */
@Tag("cluster")
final class SchedulerStoreTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    @TempDir
    static Path sockets;

    private static TestCluster cluster;
    private static SchedulerStore store;

    @BeforeAll
    static void open() throws InterruptedException {
        cluster = new TestCluster(sockets);
        store = new SchedulerStore(
                new KubernetesStore(cluster.kubeconfig, cluster.servers, cluster.etcd, cluster.members));
    }

    @AfterAll
    static void close() {
        store.close();
        cluster.close();
    }

    @Test
    void aPodIsAcknowledgedOnceItIsBoundAndNothingIsLeft() throws Exception {
        String run = "scheduling-" + ProcessHandle.current().pid();
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
        }
    }

    @Test
    void everyServerNamesOneHolderOfTheLease() throws Exception {
        List<Sighting> sightings = new ArrayList<>();
        for (Member member : cluster.servers) {
            sightings.add(store.look(member, System.nanoTime(), LIMIT));
        }
        assertThat(new View(sightings).leadership()).isInstanceOfSatisfying(View.Agreed.class, agreed -> {
            assertThat(agreed.sayers()).isEqualTo(cluster.servers.size());
            assertThat(agreed.term()).isPositive();
        });
    }

    private static Outcome ask(Client client, long op, Op.Kind kind, @Nullable String argument) throws Exception {
        return client.send(new Call(op, kind, "e" + op, argument, null)).get(10, TimeUnit.SECONDS);
    }
}
