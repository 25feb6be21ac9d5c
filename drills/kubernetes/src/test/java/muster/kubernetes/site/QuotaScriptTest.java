package muster.kubernetes.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the script makes of the answers of etcd's gateway. Go's JSON for protocol buffers puts a space after each comma or none, as the
 * build of the program has it, so that nobody relies on either.
 */
class QuotaScriptTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {",", ", "})
    void anAlarmIsSeenHoweverTheAnswerIsSpaced(String comma) throws Exception {
        String alarm = """
                {"header":{"cluster_id":"94","member_id":"17","revision":"170076"},"alarms":[{"memberID":"17","alarm":"NOSPACE"}]}
                """.replace(",", comma);
        Path curl = Files.writeString(folder.resolve("curl"), """
                #!/bin/sh
                cat >/dev/null
                case $* in
                    *maintenance/alarm) echo '%s' ;;
                    *) echo '{"header":{"revision":"170076"}}' ;;
                esac
                """.formatted(alarm.strip()));
        var _ = Files.setPosixFilePermissions(curl, PosixFilePermissions.fromString("rwx------"));
        Path script = folder.resolve("quota.sh");
        try (var resource = NodeKit.class.getResourceAsStream("quota.sh")) {
            Files.copy(resource, script);
        }

        Process process = new ProcessBuilder(
                        "env",
                        "PATH=%s:%s".formatted(folder, System.getenv("PATH")),
                        "sh",
                        script.toString(),
                        "spare",
                        "n1",
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(said).isEqualTo("n1: the alarm NOSPACE is raised\n");
        assertThat(process.exitValue()).isEqualTo(1);
    }
}
