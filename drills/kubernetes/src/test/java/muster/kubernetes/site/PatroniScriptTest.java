package muster.kubernetes.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the script makes of the answers of Patroni's REST API, as 3.0.2 of Debian 12 gave them. */
class PatroniScriptTest {

    private static final String BOTH = "pg-0 http://10.42.1.7:8008 pg-1 http://10.42.2.7:8008";

    @TempDir
    Path folder;

    private final List<String> answers = new ArrayList<>();

    private record Said(int exit, String words) {}

    @BeforeEach
    void copy() throws Exception {
        try (var resource = NodeKit.class.getResourceAsStream("patroni.sh")) {
            Files.copy(resource, folder.resolve("patroni.sh"));
        }
    }

    /** An address, and what curl then prints: the answer to a switchover, or a health check's HTTP status alone. */
    private void answers(String address, String printed) {
        answers.add("    *%s) printf '%s' ;;".formatted(address, printed));
    }

    private Said script(String words) throws Exception {
        Path curl = Files.writeString(
                folder.resolve("curl"),
                "#!/bin/sh\nprintf '%%s\\n' \"$*\" >>'%s'\ncase $* in\n%s\n    *) exit 7 ;;\nesac\n"
                        .formatted(folder.resolve("asked"), String.join("\n", answers)));
        var _ = Files.setPosixFilePermissions(curl, PosixFilePermissions.fromString("rwx------"));
        List<String> command = new ArrayList<>(List.of(
                "env",
                "PATH=%s:%s".formatted(folder, System.getenv("PATH")),
                "sh",
                folder.resolve("patroni.sh").toString()));
        command.addAll(List.of(words.split(" ")));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return new Said(process.exitValue(), said);
    }

    @Test
    void aSwitchoverNamesThePrimaryAndTheCandidate() throws Exception {
        answers("http://10.42.1.7:8008/switchover", "Successfully switched over to \"pg-1\"\\n200");
        assertThat(script("switchover " + BOTH))
                .isEqualTo(new Said(0, "pg-0: its Patroni says: Successfully switched over to \"pg-1\"\n"));
        assertThat(Files.readString(folder.resolve("asked")))
                .contains("-d {\"leader\": \"pg-0\", \"candidate\": \"pg-1\"} http://10.42.1.7:8008/switchover");
    }

    @Test
    void aRefusalIsRepeatedInPatronisWords() throws Exception {
        answers("http://10.42.1.7:8008/switchover", "leader name does not match\\n412");
        assertThat(script("switchover " + BOTH))
                .isEqualTo(new Said(1, "pg-0: its Patroni refuses with HTTP 412: leader name does not match\n"));
    }

    @Test
    void aPasswordThatIsWantedIsNamed() throws Exception {
        answers("http://10.42.1.7:8008/switchover", "no auth header received\\n401");
        Said said = script("switchover " + BOTH);
        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.words()).contains("HTTP 401: no auth header received", "restapi.authentication");
    }

    @Test
    void aPatroniThatDoesNotAnswerIsSaid() throws Exception {
        Said said = script("switchover " + BOTH);
        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.words()).startsWith("pg-0: its Patroni does not answer");
    }

    @Test
    void thePartHasMovedWhereTheCandidateIsThePrimaryAndTheFormerIsNot() throws Exception {
        answers("http://10.42.1.7:8008/primary", "503");
        answers("http://10.42.2.7:8008/primary", "200");
        assertThat(script("moved " + BOTH))
                .isEqualTo(new Said(
                        0, "asked whether it is the primary, the Patroni of pg-1 answers 200, that of pg-0 503\n"));
        assertThat(script("moved pg-1 http://10.42.2.7:8008 pg-0 http://10.42.1.7:8008")
                        .exit())
                .as("whoever moved it back, or on to a third")
                .isEqualTo(1);
    }

    @Test
    void aPodThatIsGoneHasNothingToComeBack() throws Exception {
        assertThat(script("return no-such-uid pg-0 http://10.42.1.7:8008"))
                .isEqualTo(new Said(0, "pg-0: the pod no-such-uid is gone from this node: its keeper makes another\n"));
        assertThat(script("serves no-such-uid pg-0 http://10.42.1.7:8008").exit())
                .isZero();
    }
}
