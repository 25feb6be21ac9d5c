package muster.kubernetes.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import muster.engine.cluster.Call;
import muster.engine.cluster.Client;
import muster.engine.cluster.Store;
import muster.engine.history.Found;
import muster.engine.history.Member;
import muster.engine.history.Op;
import muster.engine.history.Outcome;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Web servers in pods of a real cluster, and its API, side by side. */
@Tag("cluster")
final class PodStoreTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    static Path sockets;

    private static TestCluster cluster;
    private static PodStore store;

    @BeforeAll
    static void open() throws InterruptedException {
        cluster = new TestCluster(sockets);
        store = new PodStore(new KubernetesStore(cluster.kubeconfig, cluster.servers, cluster.etcd(), cluster.members));
    }

    @AfterAll
    static void close() {
        store.close();
        cluster.close();
    }

    @Test
    void aPodOnEachNodeAnswersByItselfAndNothingIsLeft() throws Exception {
        String run = "pods-" + ProcessHandle.current().pid();
        store.prepare(run, LIMIT);
        try {
            for (Member member : cluster.servers) {
                try (Client client = store.open(run, member)) {
                    assertThat(ask(client, 0, Op.Kind.LOCAL_READ, null))
                            .isInstanceOfSatisfying(Outcome.Acked.class, acked -> {
                                assertThat(acked.value())
                                        .as("pods keep no registers")
                                        .isNull();
                                assertThat(acked.stamp().member()).isEqualTo(member.name());
                            });
                }
            }
            try (Client client = store.open(run, cluster.servers.getFirst())) {
                assertThat(ask(client, 1, Op.Kind.WRITE, "v1").acknowledged()).isTrue();
            }
            assertThat(store.readBack(run, LIMIT)).extracting(Found::value).containsExactly("v1");
        } finally {
            Store.Removal removal = store.remove(run, LIMIT);
            assertThat(removal.keys()).as("pods, their service, a register").isBetween(1L, 5L);
            assertThat(removal.left()).isZero();
        }
    }

    private static Outcome ask(Client client, long op, Op.Kind kind, @Nullable String argument) throws Exception {
        return client.send(new Call(op, kind, "k0", argument, null)).get(10, TimeUnit.SECONDS);
    }
}
