package muster.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import muster.kubernetes.Kubeconfig;
import muster.kubernetes.RecordingApi;
import muster.kubernetes.ssh.SshDoors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A cluster that was not allowed is never written to: every request to its API server is counted on the way, and what lies on its nodes
 * is compared. Needs MUSTER_TEST_KUBECONFIG, MUSTER_TEST_CONTEXT and MUSTER_TEST_SSH_CONFIG.
 */
@Tag("cluster")
final class NothingIsWrittenTest {

    private static final Duration AMPLE = Duration.ofSeconds(30);
    private static final String REVIEW = "POST /apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
    private static final List<String> NODES = List.of("n1", "n2", "n3");

    /** Where Muster, systemd and packet filters would keep something, with times and sizes; K3s writes its k3s.yaml when it starts. */
    private static final String FOUND = """
            find /etc /run/systemd/system /var/lib/muster /root /usr/local /tmp -xdev -type f \\
                ! -path /etc/rancher/k3s/k3s.yaml -printf '%p %T@ %s\\n' 2>/dev/null | sort
            systemctl list-units --all --no-legend --plain 'muster*'
            nft list tables | grep muster
            exit 0
            """;

    @TempDir
    Path folder;

    private RecordingApi api;
    private SshDoors doors;

    private static String named(String variable) {
        return Objects.requireNonNull(System.getenv(variable), variable);
    }

    @BeforeEach
    void stand() {
        api = new RecordingApi(Kubeconfig.read(Path.of(named("MUSTER_TEST_KUBECONFIG")), named("MUSTER_TEST_CONTEXT")));
        doors = new SshDoors(Path.of(named("MUSTER_TEST_SSH_CONFIG")), folder.resolve("sockets"));
    }

    @AfterEach
    void leave() {
        doors.close();
        api.close();
    }

    private Typed muster(String... arguments) throws Exception {
        return Typed.muster(folder.resolve("a state"), Map.of(), arguments);
    }

    private Map<String, String> nodes() throws InterruptedException {
        Map<String, String> found = new TreeMap<>();
        for (String node : NODES) {
            found.put(node, doors.shell(node).run(FOUND, AMPLE).out());
        }
        return found;
    }

    @Test
    void commandsThatLookWriteNeitherToTheApiNorOnTheNodes() throws Exception {
        Map<String, String> before = nodes();
        String kubeconfig = api.kubeconfig(folder).toString();
        String ssh = named("MUSTER_TEST_SSH_CONFIG");
        // An API server that has just begun takes longer for its first answers than we wait for one.
        await().atMost(Duration.ofMinutes(1))
                .until(() ->
                        muster("site", "add", "prod", "--kubeconfig", kubeconfig, "--context", "test", "--ssh", ssh)
                                        .exit()
                                == 0);
        await().atMost(Duration.ofMinutes(1))
                .until(() -> muster("status", "--site", "prod").out().contains("3 voters, 3 answer"));
        Typed status = muster("status", "--site", "prod");
        assertThat(status.out()).as(status.err()).contains("K3s v", "3 voters");
        Typed doctor = muster("doctor", "--site", "prod");
        assertThat(doctor.out()).as(doctor.err()).contains("entered by ssh as root", "3, an odd number");
        Typed plan = muster("plan", "etcd-leader-kill", "--site", "prod");
        assertThat(plan.exit()).as(plan.err()).isZero();
        assertThat(muster("drills").exit()).isZero();
        Typed refused = muster("run", "etcd-leader-kill", "--site", "prod");
        assertThat(refused.exit()).as(refused.out()).isNotZero();
        assertThat(refused.err()).contains("muster site allow prod");

        List<String> writes = api.requests().stream()
                .filter(request -> !request.startsWith("GET ") && !request.equals(REVIEW))
                .toList();
        assertThat(writes).isEmpty();
        assertThat(api.requests()).as("what was counted").contains(REVIEW, "GET /version", "GET /api/v1/nodes");
        assertThat(nodes()).isEqualTo(before);
    }
}
