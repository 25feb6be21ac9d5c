package muster.kubernetes.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import muster.engine.cluster.Shell;
import muster.engine.history.ClusterException;
import muster.engine.history.Timers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A unit's process as the kernel shows it, read by the script itself: /proc is moved below one of the test's folders. */
final class HostSurveyTest {

    @TempDir
    Path folder;

    private String load = "loaded";
    private String state = "active";
    private String pid = "77";

    @BeforeEach
    void etcd() throws IOException {
        process("", "/usr/bin/etcd");
    }

    private void process(String environment, String... words) throws IOException {
        write("proc/77/cmdline", String.join("\0", words) + "\0");
        write("proc/77/environ", environment.replace('\n', '\0'));
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private HostSurvey survey() throws InterruptedException {
        return HostSurvey.of("e1", this::here, "etcd", 2379);
    }

    private Shell.Result here(String script, Duration deadline) throws InterruptedException {
        String systemctl = """
                systemctl() {
                    case "$*" in
                        is-active*) echo %s ;;
                        *LoadState*) echo %s ;;
                        *NRestarts*) echo 3 ;;
                        *MainPID*) echo %s ;;
                    esac
                }
                """.formatted(state, load, pid);
        try {
            Process process = new ProcessBuilder("sh", "-c", systemctl + script.replace("/proc/", folder + "/proc/"))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Shell.Result(process.waitFor(), out, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Timers timers(long heartbeatMillis, long electionMillis) {
        return new Timers(Duration.ofMillis(heartbeatMillis), Duration.ofMillis(electionMillis));
    }

    @Test
    void anEtcdThatIsToldNothingRunsWithItsOwnTimers() throws Exception {
        HostSurvey survey = survey();
        assertThat(survey.runs()).isTrue();
        assertThat(survey.pid()).isEqualTo(77);
        assertThat(survey.restarts()).isEqualTo(3);
        assertThat(survey.timers()).isEqualTo(timers(100, 1000));
        assertThat(survey.data()).isNull();
    }

    @Test
    void flagsGoBeforeTheEnvironment() throws Exception {
        process(
                "ETCD_ELECTION_TIMEOUT=3000\nETCD_HEARTBEAT_INTERVAL=300\nETCD_DATA_DIR=/var/lib/etcd/default\n",
                "/usr/bin/etcd",
                "--election-timeout=2000",
                "-name",
                "e1");
        HostSurvey survey = survey();
        assertThat(survey.timers()).isEqualTo(timers(300, 2000));
        assertThat(survey.data()).isEqualTo("/var/lib/etcd/default");
    }

    @Test
    void aFlagMayBeTwoWords() throws Exception {
        process("", "/usr/bin/etcd", "--heartbeat-interval", "250", "-election-timeout", "2500");
        assertThat(survey().timers()).isEqualTo(timers(250, 2500));
    }

    @Test
    void aConfigurationFileIsAllThatCounts() throws Exception {
        write("etcd.yaml", "name: e1\nelection-timeout: 4000 # long\ndata-dir: \"/srv/etcd\"\n");
        process(
                "ETCD_HEARTBEAT_INTERVAL=300\n",
                "/usr/bin/etcd",
                "--config-file=" + folder.resolve("etcd.yaml"),
                "--election-timeout=2000");
        HostSurvey survey = survey();
        assertThat(survey.timers()).isEqualTo(timers(100, 4000));
        assertThat(survey.data()).isEqualTo("/srv/etcd");
    }

    @Test
    void aUnitThatDoesNotRunTellsNoTimers() throws Exception {
        state = "failed";
        pid = "0";
        HostSurvey survey = survey();
        assertThat(survey.state()).isEqualTo("failed");
        assertThat(survey.runs()).isFalse();
        assertThat(survey.timers()).isNull();
    }

    @Test
    void aUnitThatIsNotThereIsNamedSo() throws Exception {
        load = "not-found";
        state = "inactive";
        pid = "0";
        assertThat(survey().state()).isEqualTo("not-found");
    }

    private void listening(String group) throws IOException {
        write("proc/net/tcp", """
                  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
                   0: 0100007F:094B 00000000:0000 01 00000000:00000000 00:00000000 00000000     0        0 900 1
                   1: 0100007F:094B 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 901 1
                """);
        write("proc/77/cgroup", "0::/system.slice/%s\n".formatted(group));
        Path descriptors = Files.createDirectories(folder.resolve("proc/77/fd"));
        Files.createSymbolicLink(descriptors.resolve("7"), Path.of("socket:[901]"));
    }

    @Test
    void aUnitIsTheRightOneIfAProcessOfItListens() throws Exception {
        assertThat(survey().mistaken("etcd.service", 2379)).as("nobody listens").isNull();
        listening("etcd.service");
        assertThat(survey().serves()).isTrue();
        assertThat(survey().mistaken("etcd.service", 2379)).isNull();
    }

    @Test
    void aUnitThatSomebodyElseServesForIsMistaken() throws Exception {
        listening("ssh.service");
        assertThat(survey().serves()).isFalse();
        assertThat(survey().mistaken("etcd.service", 2379)).isEqualTo("port 2379 is not served by etcd.service");
    }

    @Test
    void aHostWithoutSystemdIsTold() {
        assertThatThrownBy(() -> HostSurvey.of("e1", (script, deadline) -> new Shell.Result(127, "", "no"), "etcd", 0))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("e1: systemd does not tell of etcd: no");
    }
}
