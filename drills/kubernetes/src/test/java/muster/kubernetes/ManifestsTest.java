package muster.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
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
    private static final Path MANIFESTS = Path.of("..", "..", "k8s-manifests");
    private static final List<String> BASES = List.of("workload", "roles", "node-agent");
    private static final String STRICT = " --validate=strict --warnings-as-errors";

    @TempDir
    static Path sockets;

    private static SshDoors doors;
    private static Shell server;
    private static String copy = "";

    @BeforeAll
    static void carryThemThere() throws Exception {
        String configuration =
                Objects.requireNonNull(System.getenv("MUSTER_TEST_SSH_CONFIG"), "MUSTER_TEST_SSH_CONFIG");
        doors = new SshDoors(Path.of(configuration), sockets.resolve("s"));
        server = doors.shell(Objects.requireNonNullElse(System.getenv("MUSTER_TEST_NODE"), "n1"));
        copy = said("mktemp -d /tmp/muster-manifests.XXXXXX").strip();
        for (String file : files()) {
            String text = Base64.getEncoder().encodeToString(Files.readAllBytes(MANIFESTS.resolve(file)));
            said("mkdir -p %1$s/$(dirname %2$s) && echo %3$s | base64 -d >%1$s/%2$s".formatted(copy, file, text));
        }
    }

    @AfterAll
    static void close() throws InterruptedException {
        said("rm -rf " + copy);
        doors.close();
    }

    private static List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(MANIFESTS)) {
            return all.filter(file -> file.toString().endsWith(".yaml"))
                    .map(file -> MANIFESTS.relativize(file).toString())
                    .toList();
        }
    }

    /** What a script on the server prints, having neither failed nor complained. */
    private static String said(String script) throws InterruptedException {
        Shell.Result result = server.run(script, AMPLE);
        assertThat(result.err()).as(script).isEmpty();
        assertThat(result.exit()).as("%s: %s", script, result.out()).isZero();
        return result.out();
    }

    @Test
    @Order(1)
    void kustomizeBuildsEveryObjectOfEveryFile() throws Exception {
        for (String base : BASES) {
            String built = said("k3s kubectl kustomize %s/%s".formatted(copy, base));
            for (String file : files()) {
                if (file.startsWith(base + "/") && !file.endsWith("kustomization.yaml")) {
                    String text = Files.readString(MANIFESTS.resolve(file));
                    text.lines()
                            .filter(line -> line.startsWith("kind: "))
                            .forEach(kind -> assertThat(built).as(file).contains(kind));
                }
            }
        }
    }

    /** A namespace that is not there refuses a dry run of what lies in it, so namespaces come first. */
    @Test
    @Order(2)
    void applyAsADryRunAndForRealWithoutAWarning() throws Exception {
        for (String file : List.of("workload/namespace.yaml", "node-agent/namespace.yaml")) {
            said("k3s kubectl apply -f %s/%s --dry-run=server".formatted(copy, file) + STRICT);
            said("k3s kubectl apply -f %s/%s".formatted(copy, file) + STRICT);
        }
        for (String base : BASES) {
            said("k3s kubectl apply -k %s/%s --dry-run=server".formatted(copy, base) + STRICT);
            said("k3s kubectl apply -k %s/%s".formatted(copy, base) + STRICT);
            assertThat(said("k3s kubectl apply -k %s/%s".formatted(copy, base) + STRICT)
                            .lines())
                    .as("the second time")
                    .allMatch(line -> line.endsWith(" unchanged"));
        }
        said("k3s kubectl rollout status daemonset/muster-node-agent -n muster-agent --timeout=60s");
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

    /** Those that {@code kubectl auth can-i} denies to an account. */
    private static List<Permission> refused(String account, List<Permission> asked) throws InterruptedException {
        List<String> script = new ArrayList<>();
        for (Permission each : asked) {
            String resource = each.resource();
            String subresource = "";
            if (resource.contains("/")) {
                subresource = " --subresource=" + resource.substring(resource.indexOf('/') + 1);
                resource = resource.substring(0, resource.indexOf('/'));
            }
            script.add("k3s kubectl auth can-i %s %s%s%s --as=system:serviceaccount:muster:%s 2>/dev/null"
                    .formatted(
                            each.verb(),
                            each.group().isEmpty() ? resource : resource + "." + each.group(),
                            subresource,
                            each.namespace() == null ? " -A" : " -n " + each.namespace(),
                            account));
        }
        List<String> answers =
                said(String.join("\n", script) + "\ntrue").lines().toList();
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
