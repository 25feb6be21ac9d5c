package muster.kubernetes.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import muster.engine.history.OperatorException;
import muster.kubernetes.ApiServers;
import muster.kubernetes.Kubeconfig;
import muster.kubernetes.Manifests;
import muster.kubernetes.site.PodEntrance;
import muster.kubernetes.ssh.SshDoors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Servers on a real cluster whose volumes are file systems of their own, as claims are, and full. Needs MUSTER_TEST_KUBECONFIG and
 * MUSTER_TEST_SSH_CONFIG.
 */
@Tag("cluster")
final class FullVolumeTest {

    private static final String SPACE = "muster-test-full";
    private static final PodSet SET = new PodSet(SPACE, "postgres");

    @TempDir
    static Path sockets;

    private static SshDoors doors;
    private static Manifests manifests;

    private static String named(String variable) {
        return Objects.requireNonNull(System.getenv(variable), variable);
    }

    @BeforeAll
    static void apply() throws Exception {
        doors = new SshDoors(Path.of(named("MUSTER_TEST_SSH_CONFIG")), sockets.resolve("s"));
        manifests = new Manifests(doors.shell(Objects.requireNonNullElse(System.getenv("MUSTER_TEST_NODE"), "n1")));
        manifests.applyOnSmallVolumes(SPACE);
    }

    @AfterAll
    static void remove() throws InterruptedException {
        manifests.said("k3s kubectl delete namespace %s --wait=false".formatted(SPACE));
        manifests.forget();
        doors.close();
    }

    @Test
    void aServerWhoseVolumeIsFullIsRefusedWithWhatItLacks() throws Exception {
        Kubeconfig kubeconfig = Kubeconfig.read(
                Path.of(named("MUSTER_TEST_KUBECONFIG")),
                Objects.requireNonNullElse(System.getenv("MUSTER_TEST_CONTEXT"), "default"));
        List<ServerPod> pods = new PodSearch(new ApiServers(kubeconfig, List.of(kubeconfig.server()))).find(SET);
        assertThat(pods).extracting(ServerPod::name).containsExactly("postgres-0", "postgres-1");
        ServerPod full = pods.getLast();
        String before = new PodEntrance(doors).survey(full);
        assertThat(free(before)).isBetween(20L, 220L << 20);

        manifests.said("""
                k3s kubectl exec -n %s %s -- sh -c \
                    'dd if=/dev/zero of=/data/filler bs=1M 2>/dev/null; df -Pk /data >/dev/null'""".formatted(SPACE, full.name()));
        String after = new PodEntrance(doors).survey(full);
        assertThat(free(after)).isLessThan(1L << 20);
        assertThatThrownBy(() -> PodFitness.demandRoom(full.name(), after))
                .isInstanceOfSatisfying(OperatorException.class, refused -> {
                    assertThat(refused.getMessage())
                            .hasLineCount(1)
                            .matches(
                                    "postgres-1: its volume has 0 MiB free, and copies of its \\d+ MiB of data may need \\d+ MiB");
                    assertThat(refused.remedy()).contains("bigger claim");
                });
    }

    private static long free(String survey) {
        return survey.lines()
                .filter(line -> line.startsWith("free_bytes="))
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf('=') + 1)))
                .findFirst()
                .orElseThrow();
    }
}
