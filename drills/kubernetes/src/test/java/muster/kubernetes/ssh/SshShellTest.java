package muster.kubernetes.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import muster.engine.cluster.Shell;
import muster.engine.cluster.ShellContract;
import muster.engine.history.ClusterException;
import muster.engine.history.OperatorException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shell on a real node, reached by the system's ssh. Needs MUSTER_TEST_SSH_CONFIG and MUSTER_TEST_NODE. */
@Tag("cluster")
final class SshShellTest extends ShellContract {

    private static final Duration AMPLE = Duration.ofSeconds(10);

    @TempDir
    static Path sockets;

    private static SshDoors doors;

    @BeforeAll
    static void open() {
        doors = new SshDoors(configuration(), sockets.resolve("a b"));
    }

    @AfterAll
    static void close() {
        doors.close();
    }

    private static Path configuration() {
        return Path.of(Objects.requireNonNull(System.getenv("MUSTER_TEST_SSH_CONFIG"), "MUSTER_TEST_SSH_CONFIG"));
    }

    private static String node() {
        return Objects.requireNonNullElse(System.getenv("MUSTER_TEST_NODE"), "n1");
    }

    @Override
    protected Shell shell() {
        return doors.shell(node());
    }

    @Test
    void oneConnectionCarriesEveryScript() throws InterruptedException {
        assertThat(shell().run("true", AMPLE).ok()).isTrue();
        long before = System.nanoTime();
        for (int i = 0; i < 10; i++) {
            assertThat(shell().run("true", AMPLE).ok()).isTrue();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void leavesNoFileOnTheNode() throws InterruptedException {
        shell().run("echo said", AMPLE);
        String listed = shell().run("ls -d /run/muster.* | wc -l", AMPLE).out().strip();
        assertThat(listed).as("only the folder of the script that counts").isEqualTo("1");
    }

    @Test
    void aTunnelLeadsToTheNodesLoopbackAndEndsWithItsDoors() throws Exception {
        int port;
        try (SshDoors other = new SshDoors(configuration(), sockets.resolve("other"))) {
            port = other.forward(node(), 22);
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                byte[] greeting = socket.getInputStream().readNBytes(4);
                assertThat(new String(greeting, StandardCharsets.US_ASCII)).isEqualTo("SSH-");
            }
        }
        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
                .isInstanceOf(IOException.class);
    }

    @Test
    void aNodeThatSshDoesNotKnowIsTheOperatorsMatter() {
        assertThatThrownBy(() -> doors.shell("no-such-node.invalid").run("true", AMPLE))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("ssh knows no such host");
    }

    @Test
    void aNodeWhereNobodyListensIsTheClustersMatter() throws Exception {
        Path elsewhere = Files.writeString(sockets.resolve("elsewhere"), "Host gone\n  HostName 127.0.0.1\n  Port 1\n");
        try (SshDoors other = new SshDoors(elsewhere, sockets.resolve("third"))) {
            assertThatThrownBy(() -> other.shell("gone").run("true", AMPLE))
                    .isInstanceOf(ClusterException.class)
                    .hasMessageContaining("gone cannot be reached by ssh");
        }
    }
}
