package muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import muster.kubernetes.Kubeconfig;
import muster.kubernetes.status.KnownNode;
import muster.kubernetes.status.SiteInspector;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An etcd of one's own on three machines with systemd, as a unit and on ports of its own beside whatever runs there, broken and healed as
 * plain hosts. Needs MUSTER_TEST_KUBECONFIG, which names the machines, and MUSTER_TEST_SSH_CONFIG.
 */
@Tag("cluster")
final class HostsOnServersTest {

    private static final String UNIT = "muster-test-etcd";
    private static final String PLACE = "/var/lib/" + UNIT;
    private static final Path PROGRAM = Path.of("/usr/bin/etcd");

    @TempDir
    static Path folder;

    private static List<KnownNode> nodes = List.of();

    @BeforeAll
    static void install() throws Exception {
        Kubeconfig kubeconfig = Kubeconfig.read(
                Path.of(environment("MUSTER_TEST_KUBECONFIG")),
                Objects.requireNonNullElse(System.getenv("MUSTER_TEST_CONTEXT"), "default"));
        try (SiteInspector inspector = new SiteInspector("hosts", kubeconfig, null, List.of())) {
            nodes = inspector.look().nodes().stream()
                    .filter(KnownNode::server)
                    .limit(3)
                    .toList();
        }
        assertThat(nodes).hasSize(3);
        String all = nodes.stream()
                .map(node -> "%s=http://%s:12380".formatted(node.name(), node.address()))
                .collect(Collectors.joining(","));
        for (KnownNode node : nodes) {
            ssh(node, "mkdir -p %1$s && cat >%1$s/etcd && chmod 755 %1$s/etcd".formatted(PLACE), PROGRAM);
            ssh(
                    node,
                    "cat >/etc/systemd/system/%1$s.service && systemctl daemon-reload && systemctl start --no-block %1$s"
                            .formatted(UNIT),
                    Files.writeString(folder.resolve("unit"), unit(node, all)));
        }
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            Typed status = Typed.muster(folder.resolve("state"), Map.of(), "status", "--endpoints", urls());
            assertThat(status.exit()).as(status.out()).isZero();
        });
    }

    private static String unit(KnownNode node, String all) {
        return """
                [Service]
                Environment=ETCD_NAME=%1$s ETCD_HEARTBEAT_INTERVAL=100
                ExecStart=%2$s/etcd --data-dir %2$s/data --election-timeout=1000 \
                    --listen-client-urls http://%3$s:12379 --advertise-client-urls http://%3$s:12379 \
                    --listen-peer-urls http://%3$s:12380 --initial-advertise-peer-urls http://%3$s:12380 \
                    --initial-cluster %4$s
                Restart=always
                RestartSec=1
                """.formatted(node.name(), PLACE, node.address(), all);
    }

    @AfterAll
    static void remove() throws Exception {
        for (KnownNode node : nodes) {
            ssh(node, """
                    systemctl kill -s KILL %1$s
                    systemctl stop %1$s
                    rm -rf /etc/systemd/system/%1$s.service /run/systemd/system/%1$s.service.d /run/muster-hold-%1$s %2$s
                    systemctl daemon-reload
                    systemctl reset-failed %1$s 2>/dev/null || true
                    """.formatted(UNIT, PLACE), null);
        }
    }

    private static String environment(String name) {
        return Objects.requireNonNull(System.getenv(name), name);
    }

    private static void ssh(KnownNode node, String script, @Nullable Path input)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder("ssh", "-F", environment("MUSTER_TEST_SSH_CONFIG"), node.name(), script);
        builder.redirectInput(input == null ? new java.io.File("/dev/null") : input.toFile());
        Process process = builder.redirectErrorStream(true).start();
        String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(words).isZero();
    }

    private static String urls() {
        return nodes.stream()
                .map(node -> "http://%s:12379".formatted(node.address()))
                .collect(Collectors.joining(","));
    }

    private static Typed muster(String... arguments) throws Exception {
        return Typed.muster(folder.resolve("state"), Map.of(), arguments);
    }

    @Test
    void theLeaderIsKilledAndStoppedAndTheHostsAreCleanAfterwards() throws Exception {
        List<String> add = new ArrayList<>(List.of("site", "add", "old", "--etcd", urls(), "--etcd-unit", UNIT));
        nodes.forEach(node -> add.addAll(List.of("--host", node.address() + "=" + node.name())));
        assertThat(muster(add.toArray(new String[0])).err())
                .as("it wants no way in to be looked at")
                .contains("--ssh");
        assertThat(muster("status", "--site", "old").exit()).isEqualTo(2);
        assertThat(muster("site", "remove", "old").exit()).isZero();

        add.addAll(List.of("--ssh", environment("MUSTER_TEST_SSH_CONFIG")));
        Typed added = muster(add.toArray(new String[0]));
        assertThat(added.exit()).as(added.err()).isZero();
        Typed status = muster("status", "--site", "old");
        assertThat(status.exit()).as(status.out()).isZero();
        assertThat(status.out()).contains("3 voters · 100/1000 ms", UNIT, "active");
        assertThat(muster("doctor", "--site", "old").exit()).isZero();
        assertThat(muster("plan", "etcd-leader-kill", "--site", "old").out()).contains("server.sh kill", UNIT);

        assertThat(muster("site", "allow", "old", "--faults", "kill,stop").exit())
                .isZero();
        for (String drill : List.of("etcd-leader-kill", "etcd-leader-stop")) {
            Typed run = muster("run", drill, "--site", "old");
            assertThat(run.exit()).as(run.out() + run.err()).isZero();
        }
        assertThat(muster("run", "etcd-quota-full", "--site", "old").err()).contains("quota-full");
        assertThat(muster("status", "--site", "old").exit()).isZero();
        for (KnownNode node : nodes) {
            ssh(
                    node,
                    "[ ! -e /run/systemd/system/%1$s.service.d ] && [ ! -e /run/muster-hold-%1$s ]".formatted(UNIT),
                    null);
        }
    }
}
