package muster.kubernetes.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import muster.engine.cluster.Call;
import muster.engine.cluster.Client;
import muster.engine.history.ClusterException;
import muster.engine.history.Member;
import muster.engine.history.Op;
import muster.engine.history.OperatorException;
import muster.engine.history.Outcome;
import muster.engine.history.Sighting;
import muster.kubernetes.FakeApi;
import muster.kubernetes.Kubeconfig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a store makes of an API server's answers, where a real one seldom gives them. */
final class KubernetesStoreTest {

    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final String ALL = "/api/v1/namespaces/muster/configmaps";
    private static final String ONE = ALL + "/run-1.k0";
    private static final String ABSENT = "{\"kind\":\"Status\",\"reason\":\"NotFound\",\"details\":{\"name\":\"x\"}}";

    @TempDir
    Path folder;

    private final FakeApi api = new FakeApi();
    private final FakeEtcd etcd = new FakeEtcd();
    private Member server;
    private KubernetesStore store;

    @BeforeEach
    void open() {
        server = new Member("n1", "n1", api.uri());
        Member member = new Member("n1", "n1", URI.create("https://127.0.0.1:2379"));
        store = new KubernetesStore(
                Kubeconfig.read(api.kubeconfig(folder), "test"), List.of(server), etcd, List.of(member));
        api.says("/readyz", 200, "ok");
    }

    @AfterEach
    void close() {
        store.close();
        api.close();
    }

    @Test
    void aChangeBetweenReadAndWriteIsAConflictAndWasNotApplied() throws Exception {
        api.says(ONE, 200, register("v1", 7));
        assertThat(send(Op.Kind.COMPARE_AND_SET, "v2", "v1"))
                .as("the fake answers a patch as it answers a read")
                .isInstanceOf(Outcome.Acked.class);
        api.changes(ONE, 409, "{\"kind\":\"Status\",\"message\":\"the object has been modified\"}");
        assertThat(send(Op.Kind.COMPARE_AND_SET, "v2", "v1"))
                .isEqualTo(new Outcome.Refused("HTTP 409: the object has been modified"));
    }

    @Test
    void aCompareAndSetWhoseReadFailsWasNotApplied() throws Exception {
        api.says(ONE, 500, "{\"message\":\"etcdserver: request timed out\"}");
        assertThat(send(Op.Kind.COMPARE_AND_SET, "v2", "v1"))
                .isEqualTo(new Outcome.Refused("HTTP 500: etcdserver: request timed out"));
        assertThat(api.requests()).doesNotContain("PATCH " + ONE);
    }

    @Test
    void theFirstWriteMakesTheRegister() throws Exception {
        api.says(ONE, 404, ABSENT);
        api.says(ALL, 201, register("v1", 9));
        assertThat(send(Op.Kind.WRITE, "v1", null)).isInstanceOfSatisfying(Outcome.Acked.class, acked -> {
            assertThat(acked.value()).isEqualTo("v1");
            assertThat(acked.stamp().position()).isEqualTo(9);
            assertThat(acked.stamp().member()).isEqualTo("n1");
        });
        assertThat(api.requests()).containsSubsequence("PATCH " + ONE, "POST " + ALL);
    }

    @Test
    void aWriteOfWhichNobodyKnowsIsSentOnce() throws Exception {
        api.says(ONE, 504, "{\"message\":\"Timeout: request did not complete within requested timeout\"}");
        assertThat(send(Op.Kind.WRITE, "v1", null)).isInstanceOf(Outcome.Unknown.class);
        assertThat(api.requests()).containsOnlyOnce("PATCH " + ONE).doesNotContain("POST " + ALL);
    }

    @Test
    void aPathThatMeansNothingIsNoRegisterThatNobodyWrote() throws Exception {
        api.says(ONE, 404, "404 page not found");
        assertThat(send(Op.Kind.READ, null, null)).isEqualTo(new Outcome.Refused("HTTP 404: 404 page not found"));
    }

    @Test
    void aServerThatDiedRefuses() throws Exception {
        api.close();
        assertThat(send(Op.Kind.WRITE, "v1", null)).isEqualTo(new Outcome.Refused("not sent: connection refused"));
        assertThat(store.look(server, System.nanoTime(), LIMIT).said()).isInstanceOf(Sighting.Closed.class);
        assertThatThrownBy(() -> store.readBack("run-1", Duration.ofMillis(300)))
                .isInstanceOf(ClusterException.class)
                .hasMessage("no API server served the read-back: n1: connection refused");
    }

    @Test
    void aServerAnswersIfItsApiAndItsEtcdDo() throws Exception {
        assertThat(store.look(server, System.nanoTime(), LIMIT).said())
                .isInstanceOfSatisfying(Sighting.Standing.class, standing -> {
                    assertThat(standing.version()).isEqualTo("v1.34.4+k3s1, etcd 3.6.4");
                    assertThat(standing.leader()).isEqualTo("n1");
                    assertThat(standing.term()).isEqualTo(4);
                });
        api.says("/readyz", 500, "[-]poststarthook/rbac/bootstrap-roles failed");
        assertThat(store.look(server, System.nanoTime(), LIMIT).said())
                .isEqualTo(new Sighting.Garbled(
                        "its API server is not ready: [-]poststarthook/rbac/bootstrap-roles failed"));
        api.says("/readyz", 200, "ok");
        etcd.says(new Sighting.Closed("connection refused"));
        assertThat(store.look(server, System.nanoTime(), LIMIT).said())
                .isEqualTo(new Sighting.Closed("its etcd: connection refused"));
    }

    @Test
    void credentialsThatMayNotAreToldAtOnce() {
        api.says("/api/v1/namespaces/muster", 200, "{}");
        api.says(ALL, 403, "{\"message\":\"configmaps is forbidden\"}");
        assertThatThrownBy(() -> store.prepare("run-1", LIMIT))
                .isInstanceOf(OperatorException.class)
                .hasMessage("these credentials may not: configmaps is forbidden");
    }

    @Test
    void aRunsPlaceIsRefusedWhereSomethingOfItStands() {
        api.says("/api/v1/namespaces/muster", 200, "{}");
        api.says(ALL, 200, "{\"metadata\":{},\"items\":[{}]}");
        assertThatThrownBy(() -> store.prepare("etcd-leader-kill/2026-11-21T06-00-00Z", LIMIT))
                .isInstanceOfSatisfying(
                        OperatorException.class,
                        refused -> assertThat(refused.remedy())
                                .isEqualTo("kubectl delete configmap -n muster"
                                        + " -l muster.dev/run=etcd-leader-kill-2026-11-21t06-00-00z"));
    }

    private Outcome send(Op.Kind kind, @Nullable String argument, @Nullable String expected) throws Exception {
        try (Client client = store.open("run-1", server)) {
            CompletableFuture<Outcome> answer = client.send(new Call(3, kind, "k0", argument, expected));
            return answer.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private static String register(String value, long version) {
        return "{\"kind\":\"ConfigMap\",\"metadata\":{\"resourceVersion\":\"%d\"},\"data\":{\"value\":\"%s\"}}"
                .formatted(version, value);
    }
}
