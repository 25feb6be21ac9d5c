package muster.kubernetes.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import muster.engine.cluster.Shell;
import muster.kubernetes.Kubeconfig;
import muster.kubernetes.ssh.SshDoors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Objects of the shape that operators make, applied to a real API server, and read back from it. No operator runs: their pods are those of a
 * container that sleeps. Needs MUSTER_TEST_KUBECONFIG, MUSTER_TEST_SSH_CONFIG and MUSTER_TEST_NODE, a server.
 */
@Tag("cluster")
final class PostgresPodsOnClusterTest {

    private static final Duration AMPLE = Duration.ofSeconds(60);
    private static final String SPACE = "muster-test-operators";

    private static final String DEFINITION = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: clusters.postgresql.cnpg.io}
            spec:
              group: postgresql.cnpg.io
              scope: Namespaced
              names: {kind: Cluster, listKind: ClusterList, plural: clusters, singular: cluster}
              versions:
                - name: v1
                  served: true
                  storage: true
                  subresources: {status: {}}
                  schema:
                    openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}
            """;

    private static final String OBJECTS = """
            apiVersion: postgresql.cnpg.io/v1
            kind: Cluster
            metadata: {name: shop, namespace: muster-test-operators}
            spec: {instances: 2}
            ---
            apiVersion: v1
            kind: Pod
            metadata:
              name: shop-1
              namespace: muster-test-operators
              labels: {cnpg.io/cluster: shop, cnpg.io/instanceRole: primary, cnpg.io/podRole: instance}
            spec:
              automountServiceAccountToken: false
              terminationGracePeriodSeconds: 1
              containers:
                - {name: c, image: docker.io/library/busybox:1.37, imagePullPolicy: IfNotPresent, command: [sleep, "600"]}
            ---
            apiVersion: v1
            kind: Pod
            metadata:
              name: acid-0
              namespace: muster-test-operators
              labels: {application: spilo, cluster-name: acid, spilo-role: master}
            spec:
              automountServiceAccountToken: false
              terminationGracePeriodSeconds: 1
              containers:
                - {name: c, image: docker.io/library/busybox:1.37, imagePullPolicy: IfNotPresent, command: [sleep, "600"]}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: acid-leader
              namespace: muster-test-operators
              annotations: {leader: acid-0, renewTime: "2026-01-01T00:00:00.000000+00:00", ttl: "30", transitions: "1"}
            """;

    @TempDir
    static Path folder;

    private static SshDoors doors;
    private static Shell server;
    private static PodWays ways;
    private static boolean made;

    @BeforeAll
    static void apply() throws Exception {
        doors = new SshDoors(Path.of(named("MUSTER_TEST_SSH_CONFIG")), folder.resolve("s"));
        server = doors.shell(Objects.requireNonNullElse(System.getenv("MUSTER_TEST_NODE"), "n1"));
        Kubeconfig kubeconfig = Kubeconfig.read(
                Path.of(named("MUSTER_TEST_KUBECONFIG")),
                Objects.requireNonNullElse(System.getenv("MUSTER_TEST_CONTEXT"), "default"));
        ways = new PodWays(kubeconfig, kubeconfig.server());
        said("k3s kubectl create namespace " + SPACE);
        made = said("k3s kubectl get crd --ignore-not-found -o name clusters.postgresql.cnpg.io")
                .isBlank();
        assertThat(made)
                .as("CloudNativePG is installed here, whose clusters would go with its definition")
                .isTrue();
        kubectl("apply -f -", DEFINITION);
        said("k3s kubectl wait --for=condition=established crd/clusters.postgresql.cnpg.io --timeout=30s");
        kubectl("apply -f -", OBJECTS);
        said("""
                k3s kubectl patch clusters.postgresql.cnpg.io shop -n %s --subresource=status --type=merge -p \
                '{"status":{"phase":"Switchover in progress","instances":2,"readyInstances":1,\
                "currentPrimary":"shop-1","targetPrimary":"shop-2"}}'""".formatted(SPACE));
    }

    @AfterAll
    static void delete() throws InterruptedException {
        ways.close();
        said("k3s kubectl delete namespace --wait=false --ignore-not-found " + SPACE);
        if (made) {
            said("k3s kubectl delete crd --ignore-not-found clusters.postgresql.cnpg.io");
        }
        said("k3s kubectl delete --ignore-not-found clusterrole/muster-look-pods clusterrolebinding/muster-look-pods");
        doors.close();
    }

    private static String named(String variable) {
        return Objects.requireNonNull(System.getenv(variable), variable);
    }

    private static String said(String script) throws InterruptedException {
        Shell.Result result = server.run(script, AMPLE);
        assertThat(result.ok()).as(script + "\n" + result.words()).isTrue();
        return result.out();
    }

    private static void kubectl(String arguments, String objects) throws InterruptedException {
        String text = Base64.getEncoder().encodeToString(objects.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        said("echo %s | base64 -d | k3s kubectl %s".formatted(text, arguments));
    }

    private static PostgresGroup group(String name) {
        Optional<PostgresGroup> found = ways.look(Instant.now()).groups().stream()
                .filter(group -> group.title().equals(SPACE + "/" + name))
                .findFirst();
        assertThat(found).as(name).isPresent();
        return found.orElseThrow();
    }

    @Test
    void aClusterOfCloudNativePgIsReadBack() {
        PostgresGroup group = group("shop");
        assertThat(group.keeper()).isEqualTo(Keeper.CLOUD_NATIVE_PG);
        assertThat(group.primary()).isEqualTo("shop-1");
        assertThat(group.words()).contains("phase: Switchover in progress; 1 of 2 instances ready");
        assertThat(group.findings())
                .contains(
                        "CloudNativePG is at work: Switchover in progress",
                        "CloudNativePG moves the primary from shop-1 to shop-2",
                        "1 of 2 instances are ready by CloudNativePG");
        Awaitility.await()
                .atMost(AMPLE)
                .untilAsserted(() -> assertThat(group("shop").pods())
                        .singleElement()
                        .satisfies(pod -> assertThat(pod.phase()).isEqualTo("Running"))
                        .satisfies(pod -> assertThat(pod.node()).isNotNull()));
    }

    @Test
    void aLeaderLockOfPatroniIsReadBack() {
        PostgresGroup group = group("acid");
        assertThat(group.keeper()).isEqualTo(Keeper.PATRONI);
        assertThat(group.primary()).isEqualTo("acid-0");
        assertThat(group.findings()).singleElement().asString().contains("leader lock of acid-0 has run out");
    }

    @Test
    void theManifestGrantsWhatIsRead() throws Exception {
        kubectl("apply --validate=strict -f -", Files.readString(manifest()));
        for (String may : new String[] {
            "list pods -A",
            "create pods --subresource=portforward -n db",
            "get statefulsets.apps -n db",
            "list clusters.postgresql.cnpg.io -A"
        }) {
            assertThat(said("k3s kubectl auth can-i %s --as system:serviceaccount:muster:muster-look".formatted(may))
                            .strip())
                    .as(may)
                    .isEqualTo("yes");
        }
        assertThat(server.run(
                                "k3s kubectl auth can-i get secrets -n db --as system:serviceaccount:muster:muster-look",
                                AMPLE)
                        .out()
                        .strip())
                .isEqualTo("no");
    }

    private static Path manifest() {
        return Path.of("..", "..", "k8s-manifests", "look-pods", "look-pods.yaml");
    }
}
