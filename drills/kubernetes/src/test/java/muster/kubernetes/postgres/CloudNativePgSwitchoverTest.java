package muster.kubernetes.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import muster.engine.history.ClusterException;
import muster.engine.history.OperatorException;
import muster.kubernetes.ApiServers;
import muster.kubernetes.FakeApi;
import muster.kubernetes.Kubeconfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The order by which CloudNativePG moves a primary, at an API that answers as that of version 1.27.1 did. */
final class CloudNativePgSwitchoverTest {

    private static final String PATH = "/apis/postgresql.cnpg.io/v1/namespaces/db/clusters/shop";
    private static final String STATUS = PATH + "/status";

    @TempDir
    Path folder;

    private final FakeApi api = new FakeApi();
    private ApiServers servers;
    private CloudNativePgSwitchover order;

    @BeforeEach
    void open() {
        servers = new ApiServers(
                Kubeconfig.read(api.kubeconfig(folder), "test"),
                List.of(URI.create(api.uri().toString())));
        order = new CloudNativePgSwitchover(servers, new Handover("db", "shop", "shop-1", "shop-2"));
        cluster("shop-1", "shop-1", "Cluster in healthy state");
    }

    @AfterEach
    void close() {
        api.close();
    }

    private void cluster(String current, String target, String phase) {
        api.says(PATH, 200, """
                {"apiVersion":"postgresql.cnpg.io/v1","kind":"Cluster","metadata":{"name":"shop","namespace":"db",
                "resourceVersion":"9141"},"spec":{"instances":2},"status":{"currentPrimary":"%s","targetPrimary":"%s",
                "phase":"%s","conditions":[{"lastTransitionTime":"2026-11-22T02:28:35Z","message":
                "Continuous archiving is working","reason":"ContinuousArchivingSuccess","status":"True","type":
                "ContinuousArchiving"},{"lastTransitionTime":"2026-11-22T02:29:38Z","message":"Cluster is Ready",
                "reason":"ClusterIsReady","status":"True","type":"Ready"}]}}""".formatted(current, target, phase));
    }

    private List<String> patches() {
        return api.requests().stream()
                .filter(request -> request.startsWith("PATCH"))
                .toList();
    }

    @Test
    void anotherTargetPrimaryIsNamedInTheStatusAsItWasRead() throws InterruptedException {
        api.changes(STATUS, 200, "{}");
        api.then(STATUS, () -> cluster("shop-2", "shop-2", "Switchover in progress"));
        assertThat(order.give()).isEqualTo("CloudNativePG names shop-2 as the primary (Switchover in progress)");
        assertThat(patches()).containsExactly("PATCH " + STATUS);
        assertThat(api.bodies().getFirst())
                .contains(
                        "\"resourceVersion\":\"9141\"",
                        "\"targetPrimary\":\"shop-2\"",
                        "\"phase\":\"Switchover in progress\"",
                        "\"phaseReason\":\"Switching over to shop-2\"",
                        "\"type\":\"ContinuousArchiving\"",
                        "\"reason\":\"ClusterIsNotReady\"")
                .containsPattern("\"targetPrimaryTimestamp\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z\"")
                .doesNotContain("\"reason\":\"ClusterIsReady\"");
        assertThat(order.done().ok()).isTrue();
        cluster("shop-1", "shop-1", "Cluster in healthy state");
        assertThat(order.done().ok()).isFalse();
    }

    @Test
    void nothingIsOrderedOfAClusterThatIsNotAtRest() {
        cluster("shop-1", "shop-3", "Switchover in progress");
        assertThatThrownBy(order::give)
                .isInstanceOf(ClusterException.class)
                .hasMessage(
                        "db/shop is not at rest with shop-1 as its primary any more: Switchover in progress, current primary shop-1, target primary shop-3");
        assertThat(patches()).isEmpty();
    }

    @Test
    void whoeverChangedTheObjectInBetweenWins() {
        api.changes(STATUS, 409, "{\"message\":\"the object has been modified\"}");
        api.then(STATUS, () -> cluster("shop-1", "shop-3", "Switchover in progress"));
        assertThatThrownBy(order::give).hasMessageContaining("is not at rest");
        assertThat(patches()).hasSize(1);
    }

    @Test
    void whatMayNotBeOrderedIsRefusedBeforeAnythingIsTouched() {
        api.grants(true);
        CloudNativePgSwitchover.demandLeave(servers, "db");
        api.grants(false);
        assertThatThrownBy(() -> CloudNativePgSwitchover.demandLeave(servers, "db"))
                .isInstanceOfSatisfying(
                        OperatorException.class,
                        refusal -> assertThat(refusal.remedy())
                                .contains("kubectl apply -k k8s-manifests/cnpg-switchover", "-n db"))
                .hasMessageContaining("may not patch clusters/status of postgresql.cnpg.io in db");
        api.changes(STATUS, 403, "{\"message\":\"clusters.postgresql.cnpg.io is forbidden\"}");
        assertThatThrownBy(order::give).hasMessageContainingAll("HTTP 403", "is forbidden", "rolebinding");
    }
}
