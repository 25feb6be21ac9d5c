package muster.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import muster.engine.history.ClusterException;
import muster.engine.history.OperatorException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read from an API server's answers. */
final class ApiServerTest {

    @TempDir
    Path folder;

    private final FakeApi api = new FakeApi();
    private ApiServer server;

    @BeforeEach
    void open() {
        server = ApiServer.of(Kubeconfig.read(api.kubeconfig(folder), "test"), api.uri());
    }

    @AfterEach
    void close() {
        server.close();
        api.close();
    }

    @Test
    void readsNodesWithTheirMembersAndHeartbeats() throws InterruptedException {
        api.nodes(
                FakeApi.server("n2", 2, "False", "False"),
                FakeApi.server("n1", 1, "True", "True"),
                FakeApi.plain("a1", ""));
        api.leases("kube-node-lease", FakeApi.lease("n1", "n1", 4, 0));

        ClusterFacts facts = server.look();

        assertThat(facts.version()).isEqualTo("v1.34.4+k3s1");
        assertThat(facts.aheadSeconds()).isBetween(-2L, 2L);
        assertThat(facts.unseen()).isEmpty();
        assertThat(facts.nodes()).extracting(NodeFacts::name).containsExactly("a1", "n1", "n2");
        NodeFacts n1 = facts.nodes().get(1);
        assertThat(n1.server()).isTrue();
        assertThat(n1.etcd()).isTrue();
        assertThat(n1.ready()).isEqualTo("True");
        assertThat(n1.member()).isEqualTo("n1-0a1b2c3d");
        assertThat(n1.memberAddress()).isEqualTo("127.0.0.1");
        NodeFacts.Voter voter = Objects.requireNonNull(n1.voter());
        assertThat(voter.status()).isEqualTo("True");
        assertThat(Duration.between(voter.heard(), facts.now()).toSeconds()).isBetween(178L, 184L);
        assertThat(Duration.between(n1.heartbeat(), facts.now()).toSeconds()).isBetween(2L, 8L);
        NodeFacts a1 = facts.nodes().getFirst();
        assertThat(a1.server()).isFalse();
        assertThat(a1.member()).isNull();
        assertThat(a1.heartbeat()).isNull();
        assertThat(facts.nodes().getLast().ready()).isEqualTo("False");
    }

    @Test
    void readsLeasesWithHolderAndTransitions() throws InterruptedException {
        api.leases(
                "kube-system",
                FakeApi.lease("kube-scheduler", "n1_8f3", 2, 7),
                "{\"metadata\":{\"name\":\"empty\"},\"spec\":{\"holderIdentity\":\"\"}}");

        ClusterFacts facts = server.look();

        assertThat(facts.leases()).extracting(LeaseFacts::name).containsExactly("empty", "kube-scheduler");
        assertThat(facts.leases().getFirst().holder()).isNull();
        LeaseFacts scheduler = facts.leases().getLast();
        assertThat(scheduler.holder()).isEqualTo("n1_8f3");
        assertThat(scheduler.transitions()).isEqualTo(7);
        assertThat(scheduler.durationSeconds()).isEqualTo(15);
    }

    @Test
    void leasesThatMayNotBeReadAreNamedAndTheRestIsTold() throws InterruptedException {
        api.forbids("/apis/coordination.k8s.io/v1/namespaces/kube-system/leases");
        api.nodes(FakeApi.server("n1", 1, "True", "True"));

        ClusterFacts facts = server.look();

        assertThat(facts.nodes()).hasSize(1);
        assertThat(facts.unseen()).containsExactly("leases of kube-system: these credentials may not list them");
    }

    @Test
    void nodesThatMayNotBeReadAreTheOperatorsMatter() {
        api.forbids("/api/v1/nodes");
        assertThatThrownBy(server::look)
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("may not read nodes");
    }

    @Test
    void credentialsThatAreNotTakenAreTheOperatorsMatter() {
        api.says("/version", 401, "{}");
        assertThatThrownBy(server::look)
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("does not take these credentials");
    }

    @Test
    void somethingElseThanKubernetesIsTold() {
        api.says("/version", 200, "<html>");
        assertThatThrownBy(server::look).isInstanceOf(ClusterException.class).hasMessageContaining("is no Kubernetes");
        api.says("/version", 200, "{}");
        assertThatThrownBy(server::look).isInstanceOf(ClusterException.class).hasMessageContaining("without a version");
    }

    @Test
    void aServerThatFailsIsTheClustersMatter() {
        api.says("/api/v1/nodes", 500, "{\"kind\":\"Status\",\"message\":\"etcdserver: request timed out\"}");
        assertThatThrownBy(server::look).isInstanceOf(ClusterException.class).hasMessageContaining("HTTP 500");
    }

    @Test
    void aServerThatIsGoneRefuses() {
        api.close();
        assertThatThrownBy(server::look)
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("refuses the connection");
    }

    @Test
    void asksWhatItMayDo() {
        api.grants(true);
        assertThat(server.may("list", "", "nodes", null)).isTrue();
        api.grants(false);
        assertThat(server.may("delete", "", "nodes", null)).isFalse();
    }

    @Test
    void tellsANamespaceThatIsThereFromOneThatIsNotAndOneThatMayNotBeRead() {
        assertThat(server.hasNamespace("muster")).isFalse();
        api.says("/api/v1/namespaces/muster", 200, "{\"kind\":\"Namespace\",\"apiVersion\":\"v1\",\"metadata\":{}}");
        assertThat(server.hasNamespace("muster")).isTrue();
        api.forbids("/api/v1/namespaces/muster");
        assertThatThrownBy(() -> server.hasNamespace("muster"))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("may not read the namespace muster");
    }
}
