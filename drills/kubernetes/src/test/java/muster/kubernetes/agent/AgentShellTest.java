package muster.kubernetes.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import muster.engine.cluster.Shell;
import muster.engine.cluster.ShellContract;
import muster.engine.history.ClusterException;
import muster.engine.history.OperatorException;
import muster.kubernetes.Kubeconfig;
import muster.kubernetes.Manifests;
import muster.kubernetes.ssh.SshDoors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shell on a real node, reached through the API. Needs MUSTER_TEST_KUBECONFIG, MUSTER_TEST_CONTEXT and MUSTER_TEST_NODE, and
 * MUSTER_TEST_SSH_CONFIG to put the agent there, where it stays.
 */
@Tag("cluster")
final class AgentShellTest extends ShellContract {

    private static final Duration AMPLE = Duration.ofSeconds(10);

    @TempDir
    static Path sockets;

    private static Kubeconfig kubeconfig;
    private static AgentDoors doors;

    @BeforeAll
    static void open() throws Exception {
        String configuration =
                Objects.requireNonNull(System.getenv("MUSTER_TEST_SSH_CONFIG"), "MUSTER_TEST_SSH_CONFIG");
        try (SshDoors ssh = new SshDoors(Path.of(configuration), sockets.resolve("s"))) {
            Manifests manifests = new Manifests(ssh.shell(node()));
            manifests.applyAll();
            manifests.forget();
        }
        String file = Objects.requireNonNull(System.getenv("MUSTER_TEST_KUBECONFIG"), "MUSTER_TEST_KUBECONFIG");
        kubeconfig = Kubeconfig.read(Path.of(file), System.getenv("MUSTER_TEST_CONTEXT"));
        doors = through(kubeconfig.server());
    }

    @AfterAll
    static void close() {
        doors.close();
    }

    private static AgentDoors through(URI... servers) {
        return new AgentDoors(kubeconfig, () -> List.of(servers));
    }

    private static String node() {
        return Objects.requireNonNullElse(System.getenv("MUSTER_TEST_NODE"), "n1");
    }

    @Override
    protected Shell shell() {
        return doors.shell(node());
    }

    @Test
    void leavesNoFileOnTheNode() throws InterruptedException {
        shell().run("echo said", AMPLE);
        String listed = shell().run("ls -d /run/muster.* | wc -l", AMPLE).out().strip();
        assertThat(listed).as("only the folder of the script that counts").isEqualTo("1");
    }

    @Test
    void standsInTheNamespacesOfTheNodesFirstProcess() throws InterruptedException {
        String compare = "for n in mnt uts ipc net pid; do "
                + "[ \"$(readlink /proc/1/ns/$n)\" = \"$(readlink /proc/self/ns/$n)\" ] || echo $n; done";
        assertThat(shell().run(compare, AMPLE).out()).isEmpty();
        assertThat(shell().run("systemctl is-active k3s", AMPLE).out()).isEqualTo("active\n");
    }

    @Test
    void aLongOutputComesWholeEveryTime() throws InterruptedException {
        for (int i = 0; i < 20; i++) {
            assertThat(shell().run("seq 1 30000", AMPLE).out().lines())
                    .as("time %d", i)
                    .hasSize(30_000);
        }
    }

    @Test
    void anOutputWithoutAnEndIsCutOff() {
        assertThatThrownBy(() -> shell().run("head -c 9000000 /dev/zero", AMPLE))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("printed more than 8388608 bytes");
    }

    @Test
    void aTunnelLeadsToTheNodesLoopback() throws Exception {
        try (AgentDoors other = through(kubeconfig.server());
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), other.forward(node(), 22))) {
            socket.setSoTimeout(10_000);
            byte[] greeting = socket.getInputStream().readNBytes(4);
            assertThat(new String(greeting, StandardCharsets.US_ASCII)).isEqualTo("SSH-");
        }
    }

    @Test
    void whereOneServerIsGoneAnotherIsAsked() throws InterruptedException {
        try (AgentDoors other = through(URI.create("https://127.0.0.1:1/"), kubeconfig.server())) {
            assertThat(other.shell(node()).run("echo said", AMPLE).out()).isEqualTo("said\n");
        }
    }

    @Test
    void noServerAtAllIsTheClustersMatter() {
        try (AgentDoors other = through(URI.create("https://127.0.0.1:1/"))) {
            assertThatThrownBy(() -> other.shell(node()).run("true", AMPLE))
                    .isInstanceOf(ClusterException.class)
                    .hasMessageContaining("the API server https://127.0.0.1:1/ refuses the connection");
        }
    }

    @Test
    void aNodeWithoutAnAgentIsNamedWithThoseThatHaveOne() {
        assertThatThrownBy(() -> doors.shell("no-such-node").run("true", AMPLE))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("no-such-node has no node agent; there is one on")
                .hasMessageContaining(node());
    }
}
