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
import java.util.List;
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

    /** As from outside a home network: the one host that can be reached leads to the others. */
    @Test
    void aNodeBehindAnotherIsEnteredAsTheOperatorsSshDoes() throws Exception {
        Path jump = Files.writeString(
                sockets.resolve("jump"),
                host("behind", "127.0.0.1", setting("user"), "ProxyJump " + node())
                        + Files.readString(configuration()));
        try (SshDoors other = new SshDoors(jump, sockets.resolve("fourth"))) {
            assertThat(other.shell("behind").run("uname -n", AMPLE).out())
                    .isEqualTo(shell().run("uname -n", AMPLE).out());
        }
    }

    @Test
    void whoMayNotBecomeRootThereIsToldWhatToAllow() throws Exception {
        String user = "muster-test-" + ProcessHandle.current().pid();
        String keys = "$(getent passwd ${SUDO_USER:-root} | cut -d: -f6)/.ssh/authorized_keys";
        Shell.Result made = shell().run("""
                        useradd -m -s /bin/sh %1$s && mkdir ~%1$s/.ssh && cp "%2$s" ~%1$s/.ssh/authorized_keys &&
                        chown -R %1$s ~%1$s/.ssh && chmod 700 ~%1$s/.ssh""".formatted(user, keys), AMPLE);
        assertThat(made.ok()).as(made.err()).isTrue();
        try (SshDoors other = new SshDoors(
                Files.writeString(sockets.resolve("plain"), host("plain", setting("hostname"), user, "")),
                sockets.resolve("fifth"))) {
            assertThatThrownBy(() -> other.shell("plain").run("true", AMPLE))
                    .isInstanceOfSatisfying(OperatorException.class, refused -> {
                        assertThat(refused.getMessage()).contains("plain").hasLineCount(1);
                        assertThat(refused.remedy()).contains("allow sudo without a password");
                    });
        } finally {
            shell().run("userdel -r " + user, AMPLE);
        }
    }

    private static String host(String name, String address, String user, String more) throws InterruptedException {
        return """
                Host %s
                  HostName %s
                  User %s
                  IdentityFile %s
                  StrictHostKeyChecking no
                  UserKnownHostsFile /dev/null
                  LogLevel ERROR
                  BatchMode yes
                  %s
                """.formatted(name, address, user, setting("identityfile"), more);
    }

    /** What the system's ssh makes of the configuration for the node. */
    private static String setting(String word) throws InterruptedException {
        SshProgram.Ended asked =
                SshProgram.run(List.of("ssh", "-G", "-F", configuration().toString(), node()), "", AMPLE);
        return asked.out()
                .lines()
                .filter(line -> line.startsWith(word + " "))
                .map(line -> line.substring(word.length() + 1))
                .findFirst()
                .orElseThrow();
    }
}
