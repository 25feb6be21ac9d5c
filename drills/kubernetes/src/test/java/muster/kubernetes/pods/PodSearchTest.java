package muster.kubernetes.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import muster.engine.history.ClusterException;
import muster.engine.history.OperatorException;
import muster.kubernetes.ApiServers;
import muster.kubernetes.FakeApi;
import muster.kubernetes.Kubeconfig;
import muster.kubernetes.postgres.KeptCluster;
import muster.kubernetes.postgres.KeptPod;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PodSearchTest {

    private static final String SETS = "/apis/apps/v1/namespaces/muster-postgres/statefulsets/postgres";
    private static final String PODS = "/api/v1/namespaces/muster-postgres/pods";

    @TempDir
    Path folder;

    private final FakeApi api = new FakeApi();
    private PodSearch search;

    @BeforeEach
    void open() throws IOException {
        search = new PodSearch(new ApiServers(Kubeconfig.read(api.kubeconfig(folder), null), List.of(api.uri())));
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void thePodsOfTheSetAreFoundByTheirOrdinals() {
        set("\"muster/supervisor\":\"1\"");
        pods(pod("postgres-10", "owner", RUNNING), pod("postgres-2", "owner", RUNNING), pod("other-0", "x", RUNNING));
        assertThat(search.find(PodSet.USUAL))
                .containsExactly(
                        new ServerPod("postgres-2", "uid-postgres-2", "n1", "10.42.0.7"),
                        new ServerPod("postgres-10", "uid-postgres-10", "n1", "10.42.0.7"));
        assertThat(api.requests()).allMatch(request -> request.startsWith("GET "));
    }

    @Test
    void aSetThatIsNotThereIsNamedWithWhatMakesOne() {
        refused(
                "there is no StatefulSet postgres in the namespace muster-postgres",
                "kubectl apply -k k8s-manifests/postgres");
    }

    @Test
    void aNamespaceThatMayNotBeReadIsNamedWithWhatIsWanted() {
        api.says(SETS, 403, "{\"kind\":\"Status\",\"code\":403,\"reason\":\"Forbidden\",\"message\":\"no\"}");
        refused("may not read StatefulSets and pods of the namespace muster-postgres", "look.yaml");
    }

    @Test
    void aSetWithoutASupervisorIsRefusedByName() {
        set("\"app\":\"db\"");
        refused("muster-postgres/postgres is none of Muster's", "kubectl apply -k k8s-manifests/postgres");
    }

    @Test
    void aClusterThatAnOperatorKeepsIsRefusedWithItsOwnCommand() {
        pods("""
                {"metadata":{"name":"postgres-1","namespace":"muster-postgres","labels":{"cnpg.io/cluster":"postgres",
                "cnpg.io/instanceRole":"primary"}},"spec":{"nodeName":"n1","containers":[]},"status":{"phase":"Running"}}
                """);
        refused(
                "muster-postgres/postgres is kept by CloudNativePG",
                "muster run cnpg-switchover --site NAME --statefulset muster-postgres/postgres");
    }

    @Test
    void anInstanceOfCloudNativePgIsFoundWithTheWayToItsInstanceManager() {
        String pod = """
                {"metadata":{"name":"shop-%1$d","namespace":"muster-postgres","uid":"uid-%1$d","labels":{
                "cnpg.io/cluster":"shop","cnpg.io/podRole":"instance"}},"spec":{"nodeName":"n%1$d","containers":[{
                "name":"postgres","ports":[{"containerPort":5432}],"readinessProbe":{"httpGet":{"path":"/readyz",
                "port":8000,"scheme":"%2$s"}}}]},"status":{"phase":"Running","podIP":"10.42.%1$d.7"}}""";
        pods(pod.formatted(1, "HTTPS"), pod.formatted(2, "HTTP"));
        KeptCluster kept = search.kept(new PodSet("muster-postgres", "shop")).orElseThrow();
        assertThat(kept.group().service()).isEqualTo("shop-rw");
        assertThat(kept.pods())
                .containsExactly(
                        new KeptPod("shop-1", "uid-1", "n1", "10.42.1.7", "https://10.42.1.7:8000", false),
                        new KeptPod("shop-2", "uid-2", "n2", "10.42.2.7", "http://10.42.2.7:8000", false));
    }

    @Test
    void aClusterThatPatroniKeepsIsFoundByItsOwnNameOrItsStatefulSets() {
        String pod = """
                {"metadata":{"name":"postgres-%1$d","namespace":"muster-postgres","uid":"uid-%1$d","labels":{
                "application":"patroni","cluster-name":"shop","role":"%2$s"}%3$s},
                "spec":{"nodeName":"n%1$d","containers":[{"name":"patroni","ports":[{"containerPort":5432}]}]},
                "status":{"phase":"Running","podIP":"10.42.%1$d.7","containerStatuses":[]}}""";
        String status = ",\"annotations\":{\"status\":\"{\\\"api_url\\\":\\\"https://10.42.1.7:8443/patroni\\\"}\"}";
        pods(pod.formatted(1, "master", status), pod.formatted(2, "replica", ""));
        api.says("/api/v1/namespaces/muster-postgres/configmaps/shop-sync", 200, """
                {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"shop-sync","annotations":{
                "leader":"postgres-1","sync_standby":"postgres-2"}}}""");
        for (String name : List.of("shop", "postgres")) {
            KeptCluster kept = search.kept(new PodSet("muster-postgres", name)).orElseThrow();
            assertThat(kept.group().title()).isEqualTo("muster-postgres/shop");
            assertThat(kept.pods())
                    .containsExactly(
                            new KeptPod("postgres-1", "uid-1", "n1", "10.42.1.7", "https://10.42.1.7:8443", false),
                            new KeptPod("postgres-2", "uid-2", "n2", "10.42.2.7", "http://10.42.2.7:8008", true));
        }
        assertThat(search.kept(new PodSet("muster-postgres", "post"))).isEmpty();
    }

    @Test
    void whatElseThereIsIsNamedWhereThatSetIsNot() {
        api.pods("""
                {"metadata":{"name":"shop-1","namespace":"db","labels":{"cnpg.io/cluster":"shop"}},
                "spec":{"nodeName":"n1","containers":[]},"status":{"phase":"Running"}}
                """);
        refused("; there is db/shop, kept by CloudNativePG", "--statefulset NAMESPACE/NAME");
    }

    @Test
    void aSetOfAnotherVersionIsRefusedByName() {
        set("\"muster/supervisor\":\"7\"");
        refused("muster/supervisor=7", "kubectl apply -k k8s-manifests/postgres");
    }

    @Test
    void aPodThatDoesNotRunIsNamedWithItsReason() {
        set("\"muster/supervisor\":\"1\"");
        pods(
                pod("postgres-0", "owner", RUNNING),
                pod("postgres-1", "owner", "{\"waiting\":{\"reason\":\"ImagePullBackOff\"}}"));
        refused("postgres-1 does not run: ImagePullBackOff", "kubectl get pods -n muster-postgres");
    }

    @Test
    void oneServerAloneIsNoGroundForADrill() {
        set("\"muster/supervisor\":\"1\"");
        pods(pod("postgres-0", "owner", RUNNING));
        refused("muster-postgres/postgres has one pod", "kubectl get pods");
    }

    @Test
    void anApiThatDoesNotAnswerIsTheClustersMatter() throws IOException {
        URI nobody = api.uri();
        Kubeconfig kubeconfig = Kubeconfig.read(api.kubeconfig(folder), null);
        api.close();
        assertThatThrownBy(() -> new PodSearch(new ApiServers(kubeconfig, List.of(nobody))).find(PodSet.USUAL))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining(nobody.toString());
    }

    @Test
    void aSetIsNamedByItsNamespaceAndItsName() {
        assertThat(PodSet.of("db/pg")).isEqualTo(new PodSet("db", "pg"));
        for (String wrong : List.of("pg", "/pg", "db/", "a/b/c", "db/PG", "db/$(id)", "")) {
            assertThatThrownBy(() -> PodSet.of(wrong))
                    .as(wrong)
                    .isInstanceOf(OperatorException.class)
                    .hasMessageContaining("\"" + wrong + "\"");
        }
    }

    private void refused(String why, String next) {
        assertThatThrownBy(() -> search.find(PodSet.USUAL))
                .isInstanceOfSatisfying(
                        OperatorException.class,
                        refusal -> assertThat(refusal.remedy()).contains(next))
                .hasMessageContaining(why);
    }

    private static final String RUNNING = "{\"running\":{\"startedAt\":\"2026-11-21T10:00:00Z\"}}";

    private void set(String labels) {
        api.says(
                SETS,
                200,
                "{\"apiVersion\":\"apps/v1\",\"kind\":\"StatefulSet\",\"metadata\":{\"name\":\"postgres\",\"uid\":\"owner\",\"labels\":{%s}}}"
                        .formatted(labels));
    }

    private void pods(String... items) {
        api.says(
                PODS,
                200,
                "{\"apiVersion\":\"v1\",\"kind\":\"PodList\",\"metadata\":{},\"items\":[%s]}"
                        .formatted(String.join(",", items)));
    }

    private static String pod(String name, String owner, String state) {
        return """
                {"apiVersion":"v1","kind":"Pod","metadata":{"name":"%1$s","uid":"uid-%1$s",
                "labels":{"muster/supervisor":"1"},
                "ownerReferences":[{"apiVersion":"apps/v1","kind":"StatefulSet","name":"s","uid":"%2$s"}]},
                "spec":{"nodeName":"n1"},
                "status":{"phase":"Running","podIP":"10.42.0.7","containerStatuses":[{"name":"postgres","state":%3$s}]}}
                """.formatted(name, owner, state);
    }
}
