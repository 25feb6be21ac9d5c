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

/** What the script makes of the answers of CloudNativePG's instance managers, as 1.27.1 gave them. */
class CloudNativePgScriptTest {

    private static final String BOTH = "pg-1 https://10.42.1.7:8000 pg-2 https://10.42.2.7:8000";

    @TempDir
    Path folder;

    private final List<String> answers = new ArrayList<>();

    private record Said(int exit, String words) {}

    @BeforeEach
    void copy() throws Exception {
        try (var resource = NodeKit.class.getResourceAsStream("cnpg.sh")) {
            Files.copy(resource, folder.resolve("cnpg.sh"));
        }
    }

    /** An address, and what curl then prints. */
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
                folder.resolve("cnpg.sh").toString()));
        command.addAll(List.of(words.split(" ")));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return new Said(process.exitValue(), said);
    }

    /** As an instance manager tells it, without what is not read. */
    private static String status(boolean primary) {
        return "{\"currentLsn\":\"0/A000110\",\"systemID\":\"7710817099175399443\",\"isPrimary\":%s,\"replayPaused\":false,\"timeLineID\":1}"
                .formatted(primary);
    }

    @Test
    void nothingIsOrderedOfAnInstanceThatDoesNotSayThatItIsThePrimary() throws Exception {
        answers("https://10.42.1.7:8000/pg/status", status(true));
        answers("https://10.42.2.7:8000/pg/status", status(false));
        assertThat(script("leads pg-1 https://10.42.1.7:8000"))
                .isEqualTo(new Said(0, "pg-1 says that it is the primary\n"));
        assertThat(script("leads pg-2 https://10.42.2.7:8000"))
                .isEqualTo(new Said(1, "pg-2: asked for its role, its instance manager says: standby\n"));
        assertThat(script("leads pg-3 https://10.42.3.7:8000"))
                .isEqualTo(new Said(1, "pg-3: asked for its role, its instance manager says: not told\n"));
    }

    @Test
    void thePartHasMovedWhereTheCandidateIsThePrimaryAndTheFormerIsNot() throws Exception {
        answers("https://10.42.2.7:8000/pg/status", status(true));
        assertThat(script("moved " + BOTH))
                .isEqualTo(new Said(
                        0,
                        "asked for their roles, the instance manager of pg-2 says primary, that of pg-1 not told\n"));
        assertThat(script("moved pg-2 https://10.42.2.7:8000 pg-1 https://10.42.1.7:8000")
                        .exit())
                .as("whoever moved it back, or on to a third")
                .isEqualTo(1);
        answers("https://10.42.1.7:8000/pg/status", status(true));
        assertThat(script("moved " + BOTH).exit()).as("two primaries").isEqualTo(1);
    }

    @Test
    void aPodThatIsGoneHasNothingToComeBack() throws Exception {
        assertThat(script("return no-such-uid pg-1 https://10.42.1.7:8000"))
                .isEqualTo(new Said(0, "pg-1: the pod no-such-uid is gone from this node: its keeper makes another\n"));
        assertThat(script("serves no-such-uid pg-1 https://10.42.1.7:8000").exit())
                .isZero();
    }
}
