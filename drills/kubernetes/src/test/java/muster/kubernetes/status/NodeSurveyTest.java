package muster.kubernetes.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import muster.engine.cluster.Shell;
import muster.engine.history.Timers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server's files and systemd as K3s leaves them, read by the script itself: its folders are moved below one of the test's. */
final class NodeSurveyTest {

    @TempDir
    Path folder;

    @BeforeEach
    void systemd() throws IOException {
        Path program = write("bin/systemctl", """
                #!/bin/sh
                case "$*" in
                    is-active*) echo activating && exit 3 ;;
                    *ExecStart*) cat "$MUSTER_TEST_EXEC" ;;
                    *NRestarts*) echo 4 ;;
                esac
                """);
        assertThat(program.toFile().setExecutable(true)).isTrue();
        write("exec", "{ path=/usr/local/bin/k3s ; argv[]=/usr/local/bin/k3s server ; }\n");
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private NodeSurvey survey() throws InterruptedException {
        return NodeSurvey.of("n1", this::here);
    }

    private Shell.Result here(String script, Duration deadline) throws InterruptedException {
        String moved =
                script.replace("/etc/", folder + "/etc/").replace("/var/lib/rancher", folder + "/var/lib/rancher");
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", moved);
        builder.environment().put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
        builder.environment().put("MUSTER_TEST_EXEC", folder.resolve("exec").toString());
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        try {
            Process process = builder.start();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Shell.Result(process.waitFor(), out, "");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void embeddedEtcdWithK3sOwnTimers() throws Exception {
        write("var/lib/rancher/k3s/server/db/etcd/name", "n1-0a1b2c3d");
        Files.createDirectories(folder.resolve("var/lib/rancher/k3s/server/db/etcd/member/wal"));
        write("etc/rancher/k3s/config.yaml", "cluster-init: true\ntoken: secret\n");

        NodeSurvey survey = survey();

        assertThat(survey.unit()).isEqualTo("activating");
        assertThat(survey.restarts()).isEqualTo(4);
        assertThat(survey.member()).isEqualTo("n1-0a1b2c3d");
        assertThat(survey.wal()).isTrue();
        assertThat(survey.sqlite()).isFalse();
        assertThat(survey.endpoint()).isNull();
        assertThat(survey.timers()).isEqualTo(new Timers(Duration.ofMillis(500), Duration.ofMillis(5000)));
    }

    @Test
    void aDataFolderAndTimersThatTheConfigurationMoves() throws Exception {
        write("etc/rancher/k3s/config.yaml", """
                data-dir: "%s/data"
                etcd-arg:
                  - heartbeat-interval=100
                """.formatted(folder));
        write("etc/systemd/system/k3s.service.env", "K3S_ARGS=--etcd-arg election-timeout=1000\n");
        write("data/server/db/state.db", "");

        NodeSurvey survey = survey();

        assertThat(survey.data()).isEqualTo(folder + "/data");
        assertThat(survey.sqlite()).isTrue();
        assertThat(survey.wal()).isFalse();
        assertThat(survey.member()).isNull();
        assertThat(survey.timers()).isEqualTo(new Timers(Duration.ofMillis(100), Duration.ofMillis(1000)));
    }

    @Test
    void ofAnExternalDatastoreNothingButItsKindLeavesTheNode() throws Exception {
        write(
                "exec",
                "{ path=/k3s ; argv[]=/k3s server --datastore-endpoint=postgres://kine:secret@db:5432/kubernetes ; }\n");
        assertThat(survey().endpoint()).isEqualTo("postgres");
        assertThat(survey().toString()).doesNotContain("secret").doesNotContain("kine");

        write("exec", "{ argv[]=/k3s server ; }\n");
        write("etc/systemd/system/k3s.service.env", "K3S_DATASTORE_ENDPOINT='mysql://u:secret@tcp(db:3306)/k'\n");
        assertThat(survey().endpoint()).isEqualTo("mysql");

        write("etc/systemd/system/k3s.service.env", "");
        write("etc/rancher/k3s/config.yaml", "datastore-endpoint: \"https://10.0.0.9:2379,https://10.0.0.8:2379\"\n");
        assertThat(survey().endpoint()).isEqualTo("https");
    }

    @Test
    void certificatesAreReadFromTheFolderThatIsInUse() throws Exception {
        for (String name : new String[] {"server-ca.crt", "client.crt", "client.key"}) {
            write("var/lib/rancher/k3s/server/tls/etcd/" + name, name + " in PEM\n");
        }
        NodeSurvey survey = survey();
        assertThat(survey.data()).isEqualTo(folder + "/var/lib/rancher/k3s");
        // What the survey found is the test's own folder already.
        EtcdCertificates read = survey.certificates(
                "n1", (script, deadline) -> here(script.replace(folder.toString() + "/var", "/var"), deadline));
        assertThat(read.key()).isEqualTo("client.key in PEM\n");
        assertThat(read.authority()).isEqualTo("server-ca.crt in PEM\n");
        assertThat(read.toString()).doesNotContain("PEM");
    }
}
