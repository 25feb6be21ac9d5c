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
 * plain hosts. It asks clients for certificates, and one member listens for them on the loopback alone. Needs MUSTER_TEST_KUBECONFIG, which names the machines, and MUSTER_TEST_SSH_CONFIG.
 */
@Tag("cluster")
final class HostsOnServersTest {

    private static final String UNIT = "muster-test-etcd";
    private static final String PLACE = "/var/lib/" + UNIT;
    private static final Path PROGRAM = Path.of("/usr/bin/etcd");

    @TempDir
    static Path folder;

    private static List<KnownNode> nodes = List.of();
    private static @Nullable HostCertificates certificates;

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
        certificates = HostCertificates.make(
                folder, nodes.stream().map(HostsOnServersTest::address).toList());
        String all = nodes.stream()
                .map(node -> "%s=https://%s:12380".formatted(node.name(), node.address()))
                .collect(Collectors.joining(","));
        for (KnownNode node : nodes) {
            ssh(node, "mkdir -p %1$s && cat >%1$s/etcd && chmod 755 %1$s/etcd".formatted(PLACE), PROGRAM);
            ssh(node, "cat >%s/ca.pem".formatted(PLACE), certificates().file("ca.pem"));
            ssh(node, "cat >%s/both.pem".formatted(PLACE), certificates().both());
            ssh(
                    node,
                    "cat >/etc/systemd/system/%1$s.service && systemctl daemon-reload && systemctl start --no-block %1$s"
                            .formatted(UNIT),
                    Files.writeString(folder.resolve("unit"), unit(node, all)));
        }
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            Typed added = muster(add("old", true, "ca"));
            assertThat(added.exit()).as(added.err()).isZero();
        });
    }

    private static HostCertificates certificates() {
        return Objects.requireNonNull(certificates);
    }

    private static String address(KnownNode node) {
        return Objects.requireNonNull(node.address());
    }

    private static String unit(KnownNode node, String all) {
        String serves = node.equals(nodes.getFirst()) ? "127.0.0.1" : address(node);
        return """
                [Service]
                Environment=ETCD_NAME=%1$s ETCD_HEARTBEAT_INTERVAL=100
                ExecStart=%2$s/etcd --data-dir %2$s/data --election-timeout=1000 \
                    --listen-client-urls https://%5$s:12379 --advertise-client-urls https://%5$s:12379 \
                    --listen-peer-urls https://%3$s:12380 --initial-advertise-peer-urls https://%3$s:12380 \
                    --client-cert-auth --trusted-ca-file %2$s/ca.pem --cert-file %2$s/both.pem --key-file %2$s/both.pem \
                    --peer-client-cert-auth --peer-trusted-ca-file %2$s/ca.pem \
                    --peer-cert-file %2$s/both.pem --peer-key-file %2$s/both.pem --initial-cluster %4$s
                Restart=always
                RestartSec=1
                """.formatted(node.name(), PLACE, node.address(), all, serves);
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

    private static String[] add(String name, boolean entered, String authority) {
        String urls = nodes.stream()
                .map(node -> "https://%s:12379".formatted(node.address()))
                .collect(Collectors.joining(","));
        List<String> add = new ArrayList<>(List.of("site", "add", name, "--etcd", urls, "--etcd-unit", UNIT));
        nodes.forEach(node -> add.addAll(List.of("--host", node.address() + "=" + node.name())));
        add.addAll(certificates().flags(authority));
        if (entered) {
            add.addAll(List.of("--ssh", environment("MUSTER_TEST_SSH_CONFIG")));
        }
        return add.toArray(new String[0]);
    }

    private static Typed muster(String... arguments) throws Exception {
        return Typed.muster(folder.resolve("state"), Map.of(), arguments);
    }

    @Test
    void whoCannotBeAskedOrIsSomebodyElseIsNotAdded() throws Exception {
        Typed stranger = muster(add("new", true, "stranger"));
        assertThat(stranger.exit()).as(stranger.err()).isEqualTo(3);
        assertThat(flat(stranger)).contains("its certificate is not of the authority in --etcd-cacert");

        String[] other = add("new", true, "ca");
        other[6] = "muster-no-such-unit";
        assertThat(flat(muster(other))).contains("there is no muster-no-such-unit.service", "--etcd-unit");
        other[6] = "ssh";
        assertThat(flat(muster(other))).contains("port 12379 is not served by ssh.service");
        assertThat(folder.resolve("state/sites/new.json")).doesNotExist();
    }

    @Test
    void withoutAWayInTheMemberOfTheLoopbackIsNotSeen() throws Exception {
        assertThat(muster(add("shut", false, "ca")).err())
                .as("it wants no way in to be looked at")
                .contains("--ssh");
        Typed status = muster("status", "--site", "shut");
        assertThat(status.exit()).as(status.out()).isEqualTo(1);
        assertThat(status.out()).contains("Connection refused", "2 of 3 say so");
    }

    private static String flat(Typed typed) {
        return typed.err().replaceAll("\\s+", " ");
    }

    @Test
    void theLeaderIsKilledAndStoppedAndTheHostsAreCleanAfterwards() throws Exception {
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
            assertThat(run.out()).contains(nodes.getFirst().name() + " is asked through a tunnel");
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
