package muster.kubernetes.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import muster.engine.history.OperatorException;
import muster.kubernetes.FakeApi;
import muster.kubernetes.Kubeconfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL found in pods, by answers of the shape that each operator's documentation has. */
final class PostgresPodsTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:30Z");
    private static final String CLUSTER = "/apis/postgresql.cnpg.io/v1/namespaces/db/clusters/shop";

    @TempDir
    Path folder;

    private final FakeApi api = new FakeApi();
    private PodWays ways;

    @BeforeEach
    void open() {
        ways = new PodWays(
                Kubeconfig.read(api.kubeconfig(folder), "test"),
                URI.create(api.uri().toString()));
    }

    @AfterEach
    void onlyReadsWereAskedFor() {
        ways.close();
        api.close();
        assertThat(api.requests()).isNotEmpty().allMatch(request -> request.startsWith("GET "));
    }

    private static String pod(String name, String node, String labels, String owner, int port) {
        return """
                {"metadata":{"name":"%s","namespace":"db","labels":{%s},"ownerReferences":[%s]},
                "spec":{"nodeName":"%s","containers":[{"name":"c","ports":[{"containerPort":%d}]}],
                "volumes":[{"name":"passwords","secret":{"secretName":"passwords-1"}}]},
                "status":{"phase":"Running","podIP":"10.42.0.9","conditions":[{"type":"Ready","status":"True"}],
                "containerStatuses":[{"name":"c","restartCount":2,"state":{"running":{}}}]}}""".formatted(name, labels, owner, node, port);
    }

    private static String set(String name) {
        return """
                {"kind":"StatefulSet","name":"%s","apiVersion":"apps/v1","controller":true,"uid":"u"}""".formatted(name);
    }

    private static String cnpg(String name, String node, String more) {
        String owner =
                "{\"kind\":\"Cluster\",\"name\":\"shop\",\"apiVersion\":\"postgresql.cnpg.io/v1\",\"uid\":\"u\"}";
        return pod(name, node, "\"cnpg.io/cluster\":\"shop\"," + more, owner, 5432);
    }

    private PostgresGroup only() {
        PostgresSight sight = ways.look(NOW);
        assertThat(sight.unseen()).isEmpty();
        assertThat(sight.groups()).hasSize(1);
        return sight.groups().getFirst();
    }

    @Test
    void cloudNativePgIsReadByItsClusterAndItsLabels() {
        api.pods(
                cnpg("shop-1", "n1", "\"cnpg.io/instanceRole\":\"primary\",\"cnpg.io/podRole\":\"instance\""),
                cnpg("shop-2", "n2", "\"role\":\"replica\""),
                cnpg("shop-pooler-0", "n2", "\"cnpg.io/podRole\":\"pooler\",\"cnpg.io/poolerName\":\"p\""),
                cnpg("shop-3-join", "n3", "\"cnpg.io/jobRole\":\"join\""));
        api.says(CLUSTER, 200, """
                {"apiVersion":"postgresql.cnpg.io/v1","kind":"Cluster","metadata":{"name":"shop","namespace":"db"},
                "status":{"phase":"Cluster in healthy state","instances":2,"readyInstances":2,
                "currentPrimary":"shop-1","targetPrimary":"shop-1"}}""");
        PostgresGroup group = only();
        assertThat(group.title()).isEqualTo("db/shop");
        assertThat(group.keeper()).isEqualTo(Keeper.CLOUD_NATIVE_PG);
        assertThat(group.primary()).isEqualTo("shop-1");
        assertThat(group.findings()).isEmpty();
        assertThat(group.words()).containsExactly("phase: Cluster in healthy state; 2 of 2 instances ready");
        assertThat(group.secret()).isNull();
        assertThat(group.pods()).extracting(PostgresPod::name).containsExactly("shop-1", "shop-2");
        assertThat(group.pods()).extracting(PostgresPod::role).containsExactly("primary", "standby");
        assertThat(group.pods().getFirst().restarts()).isEqualTo(2);
    }

    @Test
    void cloudNativePgThatMovesItsPrimaryOrHasFencedOneIsFound() {
        api.pods(cnpg("shop-1", "n1", "\"cnpg.io/instanceRole\":\"primary\""));
        api.says(CLUSTER, 200, """
                {"apiVersion":"postgresql.cnpg.io/v1","kind":"Cluster","metadata":{"name":"shop","namespace":"db",
                "annotations":{"cnpg.io/fencedInstances":"[\\"shop-1\\"]"}},
                "status":{"phase":"Failing over","phaseReason":"Failing over from shop-1 to shop-2","instances":2,
                "readyInstances":1,"currentPrimary":"shop-2","targetPrimary":"shop-3"}}""");
        PostgresGroup group = only();
        assertThat(group.words()).contains("because: Failing over from shop-1 to shop-2");
        assertThat(group.findings())
                .containsExactly(
                        "CloudNativePG moves the primary from shop-2 to shop-3",
                        "CloudNativePG has fenced [\"shop-1\"]: PostgreSQL is stopped there on purpose",
                        "CloudNativePG names shop-2 as the primary, and the label of shop-1 says primary");
    }

    @Test
    void aDrillOnThemIsRefusedWithTheOperatorsOwnCommands() {
        api.pods(
                cnpg("shop-1", "n1", "\"cnpg.io/instanceRole\":\"primary\""),
                cnpg("shop-2", "n2", "\"cnpg.io/instanceRole\":\"replica\""));
        OperatorException refusal = KeeperRefusal.refusal(only());
        assertThat(refusal).hasMessageContaining("db/shop is kept by CloudNativePG");
        assertThat(refusal.remedy())
                .contains("kubectl cnpg promote -n db shop shop-2", "kubectl delete pod -n db shop-1");
    }

    @Test
    void whatMayNotBeReadOfAKeeperIsSaidWithWhatToType() {
        api.pods(cnpg("shop-1", "n1", "\"cnpg.io/instanceRole\":\"primary\""));
        api.forbids(CLUSTER);
        PostgresGroup group = only();
        assertThat(group.primary()).isNull();
        assertThat(group.unseen())
                .singleElement()
                .asString()
                .contains("may not read its objects", "k8s-manifests/look-pods");
    }

    @Test
    void spiloIsReadByPatronisLeaderLock() {
        String labels = "\"application\":\"spilo\",\"cluster-name\":\"acid\",\"spilo-role\":\"%s\"";
        api.pods(
                pod("acid-0", "n1", labels.formatted("master"), set("acid"), 5432),
                pod("acid-1", "n2", labels.formatted("replica"), set("acid"), 5432));
        api.says("/api/v1/namespaces/db/endpoints/acid", 200, """
                {"apiVersion":"v1","kind":"Endpoints","metadata":{"name":"acid","namespace":"db","annotations":{
                "acquireTime":"2026-11-21T09:00:00.000000+00:00","leader":"acid-0","optime":"83886080",
                "renewTime":"2026-11-21T12:00:25.123456+00:00","transitions":"3","ttl":"30"}}}""");
        PostgresGroup group = only();
        assertThat(group.keeper()).isEqualTo(Keeper.PATRONI);
        assertThat(group.primary()).isEqualTo("acid-0");
        assertThat(group.words())
                .containsExactly("leader lock: held by acid-0, renewed 4 s ago, ttl 30 s, 3 transitions");
        assertThat(group.findings()).isEmpty();
        assertThat(group.pods()).extracting(PostgresPod::role).containsExactly("primary", "standby");
    }

    @Test
    void aLeaderLockThatHasRunOutIsFound() {
        api.pods(pod("pg-0", "n1", "\"application\":\"patroni\",\"cluster-name\":\"pg\"", set("pg"), 5432));
        api.says("/api/v1/namespaces/db/configmaps/pg-leader", 200, """
                {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"pg-leader","namespace":"db","annotations":{
                "leader":"pg-0","renewTime":"2026-11-21T11:59:30+00:00","transitions":"0","ttl":"30"}}}""");
        assertThat(only().findings())
                .containsExactly("Patroni's leader lock of pg-0 has run out: renewed 60 s ago, ttl 30 s");
    }

    @Test
    void aPlainStatefulSetIsFoundByItsPortAndOthersAreNot() {
        api.pods(
                pod("db-0", "n1", "\"app.kubernetes.io/name\":\"postgresql\"", set("db"), 5432),
                pod("web-0", "n1", "", set("web"), 8080),
                pod("bouncer-1", "n1", "", "{\"kind\":\"ReplicaSet\",\"name\":\"bouncer\"}", 5432));
        api.says(
                "/apis/apps/v1/namespaces/db/statefulsets/db",
                200,
                "{\"apiVersion\":\"apps/v1\",\"kind\":\"StatefulSet\",\"metadata\":{\"name\":\"db\"}}");
        PostgresGroup group = only();
        assertThat(group.name()).isEqualTo("db");
        assertThat(group.keeper().promotes()).isFalse();
        assertThat(group.primary()).isNull();
        assertThat(group.secret()).isNull();
    }

    @Test
    void aStatefulSetThatAnotherOperatorOwnsIsTheirs() {
        api.pods(pod("hippo-0", "n1", "", set("hippo"), 5432));
        api.says("/apis/apps/v1/namespaces/db/statefulsets/hippo", 200, """
                {"apiVersion":"apps/v1","kind":"StatefulSet","metadata":{"name":"hippo","ownerReferences":[
                {"apiVersion":"postgres-operator.crunchydata.com/v1beta1","kind":"PostgresCluster","name":"hippo",
                "controller":true,"uid":"u"}]}}""");
        Keeper keeper = only().keeper();
        assertThat(keeper.promotes()).isTrue();
        assertThat(keeper.title()).isEqualTo("PostgresCluster hippo (postgres-operator.crunchydata.com/v1beta1)");
    }

    @Test
    void mustersOwnManifestIsKnownByItsLabelAndItsSecretIsRead() {
        api.pods(pod("postgres-0", "n1", "\"muster/supervisor\":\"1\"", set("postgres"), 5432));
        api.says("/api/v1/namespaces/db/secrets/passwords-1", 200, """
                {"apiVersion":"v1","kind":"Secret","metadata":{"name":"passwords-1"},"data":{"muster":"czNjcmV0"}}""");
        PostgresGroup group = only();
        assertThat(group.keeper()).isEqualTo(Keeper.MUSTER);
        assertThat(ways.password(group)).contains("s3cret");
        api.forbids("/api/v1/namespaces/db/secrets/passwords-1");
        assertThat(ways.password(group)).isEmpty();
    }

    @Test
    void podsThatMayNotBeListedAreSaid() {
        api.forbids("/api/v1/pods");
        PostgresSight sight = ways.look(NOW);
        assertThat(sight.groups()).isEmpty();
        assertThat(sight.unseen())
                .containsExactly("these credentials may not read pods; next: kubectl apply -k k8s-manifests/look-pods");
    }
}
