package muster.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import muster.engine.cluster.Shell;
import muster.kubernetes.doctor.Permission;
import muster.kubernetes.ssh.SshDoors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The manifests, applied by a server's own kubectl to a real cluster, which keeps them. Needs MUSTER_TEST_SSH_CONFIG and
 * MUSTER_TEST_NODE, a server.
 */
@Tag("cluster")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ManifestsTest {

    private static final Duration AMPLE = Duration.ofSeconds(90);
    private static final List<String> ROUND = List.of("workload", "roles", "node-agent", Manifests.PRACTICE);

    @TempDir
    static Path sockets;

    private static SshDoors doors;
    private static Shell server;
    private static Manifests manifests;

    @BeforeAll
    static void carryThemThere() throws Exception {
        String configuration =
                Objects.requireNonNull(System.getenv("MUSTER_TEST_SSH_CONFIG"), "MUSTER_TEST_SSH_CONFIG");
        doors = new SshDoors(Path.of(configuration), sockets.resolve("s"));
        server = doors.shell(Objects.requireNonNullElse(System.getenv("MUSTER_TEST_NODE"), "n1"));
        manifests = new Manifests(server);
    }

    @AfterAll
    static void close() throws InterruptedException {
        manifests.forget();
        doors.close();
    }

    @Test
    @Order(1)
    void kustomizeBuildsEveryObjectOfEveryFile() throws Exception {
        for (String base : Manifests.BASES) {
            String built = manifests.kustomize(base);
            for (String file : Manifests.files(".yaml")) {
                if (file.startsWith(base + "/") && !file.endsWith("kustomization.yaml")) {
                    assertThat(built.lines().filter(line -> line.startsWith("kind: ")))
                            .as(file)
                            .containsAll(Manifests.text(file)
                                    .lines()
                                    .filter(line -> line.startsWith("kind: "))
                                    .toList());
                }
            }
        }
    }

    /** A namespace that is not there refuses a dry run of what lies in it, so namespaces come first. */
    @Test
    @Order(2)
    void applyAsADryRunAndForRealWithoutAWarning() throws Exception {
        for (String file : List.of("workload/namespace.yaml", "node-agent/namespace.yaml", "postgres/namespace.yaml")) {
            manifests.apply("-f", file, "--dry-run=server");
            manifests.apply("-f", file, "");
        }
        for (String base : ROUND) {
            manifests.apply("-k", base, "--dry-run=server");
        }
        manifests.dryRunBesideWhatIsThere("postgres");
        manifests.applyAll();
        for (String base : ROUND) {
            assertThat(manifests.differences(base))
                    .as("%s, the second time", base)
                    .isEmpty();
        }
    }

    @Test
    @Order(3)
    void theNamespaceOfTheWorkloadRefusesAPrivilegedPod() throws InterruptedException {
        Shell.Result refused = server.run(
                "k3s kubectl run p -n muster --image=busybox:1.37 --dry-run=server --overrides="
                        + "'{\"spec\":{\"containers\":[{\"name\":\"p\",\"image\":\"busybox:1.37\",\"securityContext\":{\"privileged\":true}}]}}'",
                AMPLE);
        assertThat(refused.exit()).isNotZero();
        assertThat(refused.err()).contains("violates PodSecurity \"restricted");
    }

    @Test
    @Order(4)
    void theServersThatWereAppliedAreAPrimaryAndAStandbyThatStreams() throws InterruptedException {
        for (String server : List.of("postgres-0", "postgres-1")) {
            assertThat(manifests.said("k3s kubectl exec -n muster-postgres %1$s -- sh /muster/server.sh well %1$s"
                            .formatted(server)))
                    .containsPattern("the only primary|a standby that streams");
        }
    }

    @Test
    @Order(4)
    void whoLooksMayLookAndNothingElse() throws InterruptedException {
        assertThat(refused("muster-look", Permission.LOOK)).isEmpty();
        List<Permission> more = new ArrayList<>(everybodysEnemies());
        Permission.DRILL.stream().filter(each -> !each.verb().equals("watch")).forEach(more::add);
        Permission.ENTER.stream().filter(each -> each.resource().contains("/")).forEach(more::add);
        assertThat(refused("muster-look", more)).containsExactlyElementsOf(more);
    }

    @Test
    @Order(5)
    void whoDrillsMayDrillInItsNamespaceAndNothingElse() throws InterruptedException {
        List<Permission> needed = new ArrayList<>(Permission.LOOK);
        needed.addAll(Permission.DRILL);
        needed.addAll(Permission.ENTER);
        assertThat(refused("muster-drill", needed)).isEmpty();
        List<Permission> more = everybodysEnemies();
        assertThat(refused("muster-drill", more)).containsExactlyElementsOf(more);
    }

    @Test
    @Order(6)
    void whoMayOrderASwitchoverMayDoItWhereItIsBoundAndNothingElse() throws InterruptedException {
        Permission order = Permission.SWITCHOVER.getFirst();
        Permission here = may(order.verb(), order.group(), order.resource(), "muster");
        manifests.apply("-k", "cnpg-switchover", "");
        manifests.said(
                "k3s kubectl create rolebinding muster-cnpg-switchover -n muster --clusterrole muster-cnpg-switchover"
                        + " --serviceaccount muster:muster-drill");
        try {
            assertThat(refused("muster-drill", List.of(here))).isEmpty();
            List<Permission> more = new ArrayList<>(everybodysEnemies());
            more.add(order);
            more.add(may("patch", "postgresql.cnpg.io", "clusters", "muster"));
            assertThat(refused("muster-drill", more)).containsExactlyElementsOf(more);
            assertThat(refused("muster-look", List.of(here))).containsExactly(here);
        } finally {
            manifests.said("k3s kubectl delete rolebinding/muster-cnpg-switchover -n muster");
            manifests.said("k3s kubectl delete clusterrole/muster-cnpg-switchover");
        }
    }

    @Test
    @Order(6)
    void whoMaySeePodsEverywhereMayTouchNoneOfThem() throws InterruptedException {
        manifests.apply("-k", "look-pods", "");
        try {
            assertThat(refused("muster-look", Permission.PODS)).isEmpty();
            List<Permission> more = new ArrayList<>(everybodysEnemies());
            more.removeIf(each -> List.of("get", "list").contains(each.verb())
                    && List.of("pods", "configmaps").contains(each.resource()));
            assertThat(refused("muster-look", more)).containsExactlyElementsOf(more);
        } finally {
            manifests.said("k3s kubectl delete clusterrolebinding/muster-look-pods clusterrole/muster-look-pods");
        }
    }

    private static List<Permission> everybodysEnemies() {
        return List.of(
                may("get", "", "secrets", "muster"),
                may("get", "", "secrets", "kube-system"),
                may("list", "", "secrets", null),
                may("update", "", "nodes", null),
                may("patch", "", "nodes", null),
                may("delete", "", "nodes", null),
                may("get", "", "nodes/proxy", null),
                may("create", "", "pods/exec", "muster"),
                may("create", "", "pods/exec", "kube-system"),
                may("create", "", "pods", "muster-agent"),
                may("delete", "", "pods", "muster-agent"),
                may("create", "", "pods", "kube-system"),
                may("create", "", "pods", "default"),
                may("list", "", "pods", null),
                may("delete", "", "namespaces", "muster"),
                may("create", "", "configmaps", "kube-system"),
                may("get", "", "configmaps", "kube-system"),
                may("update", "coordination.k8s.io", "leases", "kube-system"),
                may("delete", "coordination.k8s.io", "leases", "kube-node-lease"),
                may("create", "apps", "daemonsets", "muster-agent"),
                may("create", "", "serviceaccounts/token", "muster"),
                may("bind", "rbac.authorization.k8s.io", "clusterroles", null),
                may("create", "rbac.authorization.k8s.io", "rolebindings", "muster"),
                may("impersonate", "", "users", null));
    }

    private static Permission may(String verb, String group, String resource, @Nullable String namespace) {
        return new Permission(verb, group, resource, namespace);
    }

    /**
     * Those that are denied to an account, by the review that {@code kubectl auth can-i} asks for: that command itself forgets the group of a
     * resource which the server does not know, such as an operator's that is not installed.
     */
    private static List<Permission> refused(String account, List<Permission> asked) throws InterruptedException {
        List<String> script = new ArrayList<>();
        for (Permission each : asked) {
            String[] resource = each.resource().split("/", 2);
            script.add(
                    "echo '%s' | k3s kubectl create --validate=false --as=system:serviceaccount:muster:%s -f - -o go-template='%s'"
                            .formatted(
                                    """
                            {"apiVersion": "authorization.k8s.io/v1", "kind": "SelfSubjectAccessReview", "spec": {"resourceAttributes":
                            {"verb": "%s", "group": "%s", "resource": "%s", "subresource": "%s", "namespace": "%s"}}}""".formatted(
                                                    each.verb(),
                                                    each.group(),
                                                    resource[0],
                                                    resource.length == 1 ? "" : resource[1],
                                                    Objects.requireNonNullElse(each.namespace(), "")),
                                    account,
                                    "{{if .status.allowed}}yes{{else}}no{{end}}{{\"\\n\"}}"));
        }
        List<String> answers = manifests.said(String.join("\n", script)).lines().toList();
        assertThat(answers).hasSameSizeAs(asked);
        List<Permission> refused = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            if (!answers.get(i).equals("yes")) {
                assertThat(answers.get(i)).isEqualTo("no");
                refused.add(asked.get(i));
            }
        }
        return refused;
    }
}
