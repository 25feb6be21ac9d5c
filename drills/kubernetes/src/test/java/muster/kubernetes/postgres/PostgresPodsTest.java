package muster.kubernetes.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
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

    /** A Cluster of CloudNativePG 1.27.1 with three instances, without what is not read of it. */
    private void cluster(String annotations, String spec, String status) {
        String cluster = """
                {"apiVersion":"postgresql.cnpg.io/v1","kind":"Cluster","metadata":{"name":"shop","namespace":"db",
                "annotations":{%s}},"spec":{"bootstrap":{"initdb":{"database":"app","owner":"app"}},"instances":3,
                "primaryUpdateMethod":"restart","stopDelay":1800%s},"status":{"healthyPVC":["shop-1","shop-2","shop-3"],
                "instanceNames":["shop-1","shop-2","shop-3"],"instances":3,"latestGeneratedNode":3,
                "systemID":"7710817099175399443","timelineID":1,"writeService":"shop-rw",%s}}""".formatted(annotations, spec, status);
        api.says(CLUSTER, 200, cluster);
        api.says(
                "/apis/postgresql.cnpg.io/v1/clusters",
                200,
                "{\"apiVersion\":\"postgresql.cnpg.io/v1\",\"kind\":\"ClusterList\",\"metadata\":{},\"items\":[%s]}"
                        .formatted(cluster));
    }

    private static final String WELL = """
            "currentPrimary":"shop-1","targetPrimary":"shop-1","phase":"Cluster in healthy state","readyInstances":3""";

    /** The operator's own pod. */
    private static String operator(String ready) {
        return """
                {"metadata":{"name":"cnpg-controller-manager-747478c5c8-xp8r4","namespace":"cnpg-system","labels":{
                "app.kubernetes.io/name":"cloudnative-pg"},"ownerReferences":[]},"spec":{"nodeName":"n3","containers":[
                {"name":"manager","ports":[{"containerPort":8080},{"containerPort":9443}]}]},"status":{"phase":"Running",
                "conditions":[{"type":"Ready","status":"%s"}]}}""".formatted(ready);
    }

    private static String[] instances() {
        String labels = "\"cnpg.io/podRole\":\"instance\",\"role\":\"%1$s\",\"cnpg.io/instanceRole\":\"%1$s\"";
        return new String[] {
            operator("True"),
            cnpg("shop-1", "n1", labels.formatted("primary")),
            cnpg("shop-2", "n2", labels.formatted("replica")),
            cnpg("shop-3", "n3", labels.formatted("replica"))
        };
    }

    @Test
    void cloudNativePgIsReadByItsClusterAndItsLabels() {
        api.pods(
                operator("True"),
                cnpg("shop-1", "n1", "\"cnpg.io/instanceRole\":\"primary\",\"cnpg.io/podRole\":\"instance\""),
                cnpg("shop-2", "n2", "\"role\":\"replica\""),
                cnpg("shop-pooler-0", "n2", "\"cnpg.io/podRole\":\"pooler\",\"cnpg.io/poolerName\":\"p\""),
                cnpg("shop-3-join", "n3", "\"cnpg.io/jobRole\":\"join\""));
        cluster("", ",\"enableSuperuserAccess\":true", WELL);
        PostgresGroup group = only();
        assertThat(group.title()).isEqualTo("db/shop");
        assertThat(group.keeper()).isEqualTo(Keeper.CLOUD_NATIVE_PG);
        assertThat(group.primary()).isEqualTo("shop-1");
        assertThat(group.findings()).isEmpty();
        assertThat(group.words()).containsExactly("phase: Cluster in healthy state; 3 of 3 instances ready");
        assertThat(group.login()).isEqualTo(new Login("postgres", "shop-superuser", "password"));
        assertThat(group.pods()).extracting(PostgresPod::name).containsExactly("shop-1", "shop-2");
        assertThat(group.pods()).extracting(PostgresPod::role).containsExactly("primary", "standby");
        assertThat(group.pods().getFirst().restarts()).isEqualTo(2);
    }

    @Test
    void whereNoSuperuserHasAPasswordNoneIsNamed() {
        api.pods(instances());
        cluster("", ",\"superuserSecret\":{\"name\":\"boss\"}", WELL);
        PostgresGroup group = only();
        assertThat(group.login()).isNull();
        assertThat(group.words().getLast()).contains("spec.enableSuperuserAccess", "login, replication and pg_monitor");
        cluster("", ",\"enableSuperuserAccess\":true,\"superuserSecret\":{\"name\":\"boss\"}", WELL);
        assertThat(only().login()).isEqualTo(new Login("postgres", "boss", "password"));
    }

    @Test
    void cloudNativePgThatMovesItsPrimaryOrHasFencedOneIsFound() {
        api.pods(instances());
        cluster("\"cnpg.io/fencedInstances\":\"[\\\"shop-1\\\"]\"", "", """
                "currentPrimary":"shop-2","targetPrimary":"shop-3","phase":"Failing over",
                "phaseReason":"Failing over from shop-2 to shop-3","readyInstances":2""");
        assertThat(only().findings())
                .containsExactly(
                        "CloudNativePG is at work: Failing over: Failing over from shop-2 to shop-3",
                        "CloudNativePG moves the primary from shop-2 to shop-3",
                        "2 of 3 instances are ready by CloudNativePG",
                        "CloudNativePG has fenced shop-1: PostgreSQL is stopped there on purpose (kubectl cnpg fencing off -n db shop shop-1)",
                        "CloudNativePG names shop-2 as the primary, and the label of shop-1 says primary");
        cluster("\"cnpg.io/fencedInstances\":\"[\\\"*\\\"]\"", "", WELL);
        assertThat(only().findings())
                .containsExactly(
                        "CloudNativePG has fenced every instance: PostgreSQL is stopped there on purpose (kubectl cnpg fencing off -n db shop '*')");
    }

    @Test
    void aHibernatedClusterIsFoundThoughItHasNoPod() {
        api.pods(operator("True"));
        cluster("\"cnpg.io/hibernation\":\"on\"", "", """
                "currentPrimary":"shop-1","targetPrimary":"shop-1","phase":"Cluster in healthy state\"""");
        PostgresGroup group = only();
        assertThat(group.pods()).isEmpty();
        assertThat(group.findings())
                .containsExactly(
                        "CloudNativePG keeps it hibernated on purpose: no instance runs (kubectl annotate cluster -n db shop --overwrite cnpg.io/hibernation=off)");
        assertThat(KeeperRefusal.refusal(group)).hasMessageContaining("db/shop is kept by CloudNativePG");
    }

    @Test
    void anOperatorThatDoesNotRunPromotesNobody() {
        String[] pods = instances();
        pods[0] = operator("False");
        api.pods(pods);
        cluster("", "", WELL);
        assertThat(only().findings())
                .singleElement()
                .asString()
                .startsWith("no pod of CloudNativePG's operator is ready: nobody promotes");
    }

    @Test
    void clustersThatMayNotBeListedAreSaid() {
        api.pods();
        api.forbids("/apis/postgresql.cnpg.io/v1/clusters");
        assertThat(ways.look(NOW).unseen())
                .containsExactly(
                        "clusters of CloudNativePG that have no pod: these credentials may not read its Clusters; next: kubectl apply -k k8s-manifests/look-pods");
    }

    @Test
    void aDrillOnThemIsRefusedWithTheOperatorsOwnCommands() {
        api.pods(
                cnpg("shop-1", "n1", "\"cnpg.io/instanceRole\":\"primary\""),
                cnpg("shop-2", "n2", "\"cnpg.io/instanceRole\":\"replica\""));
        OperatorException refusal = KeeperRefusal.refusal(only());
        assertThat(refusal).hasMessageContaining("db/shop is kept by CloudNativePG");
        assertThat(refusal.remedy()).isEqualTo("muster run cnpg-switchover --site NAME --statefulset db/shop");
        assertThat(KeeperRefusal.ownLevers(only()))
                .contains("kubectl cnpg promote -n db shop shop-2", "kubectl delete pod -n db shop-1 --grace-period=1");
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
        assertThat(group.unseen()).containsExactly("Patroni's settings of acid: there is no acid-config");
        assertThat(group.words())
                .containsExactly("leader lock: held by acid-0, renewed 4 s ago, ttl 30 s, 3 transitions");
        assertThat(group.findings()).isEmpty();
        assertThat(group.pods()).extracting(PostgresPod::role).containsExactly("primary", "standby");
    }

    /** A pod as Patroni 3.0.2 of Debian 12 labels it and writes on it. */
    private static String patroni(String name, String node, String role, String state, String location) {
        return """
                {"metadata":{"name":"%1$s","namespace":"db","labels":{"application":"patroni",
                "apps.kubernetes.io/pod-index":"0","cluster-name":"pg","role":"%3$s",
                "statefulset.kubernetes.io/pod-name":"%1$s"},"ownerReferences":[%6$s],"annotations":{"status":
                "{\\"conn_url\\":\\"postgres://10.42.0.9:5432/postgres\\",\\"api_url\\":\\"http://10.42.0.9:8008/patroni\\",\\"state\\":\\"%4$s\\",\\"role\\":\\"%3$s\\",\\"version\\":\\"3.0.2\\"%5$s}"}},
                "spec":{"nodeName":"%2$s","containers":[{"name":"patroni","ports":[{"containerPort":8008},
                {"containerPort":5432}],"env":[{"name":"PATRONI_SCOPE","value":"pg"},
                {"name":"PATRONI_SUPERUSER_USERNAME","value":"postgres"},{"name":"PATRONI_SUPERUSER_PASSWORD",
                "valueFrom":{"secretKeyRef":{"name":"pg","key":"superuser.password"}}}]}],"volumes":[]},
                "status":{"phase":"Running","podIP":"10.42.0.9","conditions":[{"type":"Ready","status":"True"}],
                "containerStatuses":[{"name":"patroni","restartCount":0,"state":{"running":{}}}]}}""".formatted(name, node, role, state, location, set("pg"));
    }

    private void patroniSays(String config) {
        api.says("/api/v1/namespaces/db/configmaps/pg-leader", 200, """
                {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"pg-leader","namespace":"db","annotations":{
                "acquireTime":"2026-11-21T11:37:42.961658+00:00","leader":"pg-0","optime":"67108960",
                "renewTime":"2026-11-21T12:00:23.361405+00:00","transitions":"0","ttl":"30"},
                "labels":{"application":"patroni","cluster-name":"pg"}}}""");
        api.says("/api/v1/namespaces/db/configmaps/pg-config", 200, """
                {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"pg-config","namespace":"db","annotations":{
                "config":"%s","initialize":"7710757623993810971"}}}""".formatted(config));
    }

    @Test
    void patroniIsReadByItsLockItsSettingsAndEachMembersOwnWord() {
        String running = ",\\\"xlog_location\\\":67108960,\\\"timeline\\\":1";
        api.pods(
                patroni("pg-1", "n2", "replica", "running", running),
                patroni("pg-0", "n1", "master", "running", running));
        patroniSays("{\\\"postgresql\\\":{\\\"use_pg_rewind\\\":true}}");
        PostgresGroup group = only();
        assertThat(group.keeper()).isEqualTo(Keeper.PATRONI);
        assertThat(group.primary()).isEqualTo("pg-0");
        assertThat(group.words())
                .containsExactly(
                        "leader lock: held by pg-0, renewed 6 s ago, ttl 30 s, 0 transitions",
                        "settings: not paused, synchronous mode off",
                        "pg-0 by its Patroni 3.0.2: master, running, timeline 1, 0/4000060",
                        "pg-1 by its Patroni 3.0.2: replica, running, timeline 1, 0/4000060");
        assertThat(group.findings()).isEmpty();
        assertThat(group.unseen()).isEmpty();
        Login login = Objects.requireNonNull(group.login());
        assertThat(login).isEqualTo(new Login("postgres", "pg", "superuser.password"));
        assertThat(ways.password(group)).isEmpty();
        assertThat(login.environment("db"))
                .isEqualTo("PGUSER=postgres PGPASSWORD=$(kubectl get secret -n db pg"
                        + " -o jsonpath={.data.superuser\\.password} | base64 -d)");
    }

    @Test
    void patroniUnderLabelsOfSomebodysOwnIsKnownByWhatItWritesOnItsPods() {
        String own = patroni("pg-0", "n1", "master", "running", "").replace("\"patroni\",\n", "\"shop-db\",\n");
        assertThat(own).contains("\"application\":\"shop-db\"");
        api.pods(own);
        patroniSays("{\\\"ttl\\\":30}");
        PostgresGroup group = only();
        assertThat(group.keeper()).isEqualTo(Keeper.PATRONI);
        assertThat(group.keeper().promotes()).isTrue();
        assertThat(group.name()).isEqualTo("pg");
    }

    @Test
    void aPausedPatroniAndAMemberOutOfServiceAreFound() {
        api.pods(patroni("pg-0", "n1", "replica", "start failed", ""));
        patroniSays("{\\\"pause\\\":true,\\\"synchronous_mode\\\":\\\"quorum\\\"}");
        PostgresGroup group = only();
        assertThat(group.words())
                .contains(
                        "settings: paused, synchronous mode quorum",
                        "pg-0 by its Patroni 3.0.2: replica, start failed, timeline not told, no position");
        assertThat(group.findings())
                .containsExactly(
                        "Patroni is paused: it promotes nobody until it is resumed (patronictl resume pg)",
                        "pg-0 is not in service by its Patroni: start failed");
    }

    @Test
    void settingsThatAreNoJsonAreSaid() {
        api.pods(patroni("pg-0", "n1", "master", "running", ""));
        patroniSays("pause");
        assertThat(only().unseen()).containsExactly("Patroni's settings of pg cannot be read");
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
        assertThat(group.login()).isNull();
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
