package muster.kubernetes.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A script of the kit that asks by curl, and a curl that knows what it is to print. */
final class CurledScript {

    /** What it said, and how it ended. */
    record Said(int exit, String words) {}

    private final Path folder;
    private final String name;
    private final List<String> answers = new ArrayList<>();

    /** @param folder an empty one, for the script and its curl */
    CurledScript(Path folder, String name) throws IOException {
        this.folder = folder;
        this.name = name;
        for (String file : List.of("kept.sh", name)) {
            try (var resource = NodeKit.class.getResourceAsStream(file)) {
                Files.copy(resource, folder.resolve(file));
            }
        }
    }

    /** An address, and what curl then prints: an answer, or a health check's HTTP status alone. */
    void answers(String address, String printed) {
        answers.add("    *%s) printf '%s' ;;".formatted(address, printed));
    }

    /** All that curl was given. */
    String asked() throws IOException {
        return Files.readString(folder.resolve("asked"));
    }

    Said run(String words) throws IOException, InterruptedException {
        Path curl = Files.writeString(
                folder.resolve("curl"),
                "#!/bin/sh\nprintf '%%s\\n' \"$*\" >>'%s'\ncase $* in\n%s\n    *) exit 7 ;;\nesac\n"
                        .formatted(folder.resolve("asked"), String.join("\n", answers)));
        var _ = Files.setPosixFilePermissions(curl, PosixFilePermissions.fromString("rwx------"));
        List<String> command = new ArrayList<>(List.of(
                "env",
                "PATH=%s:%s".formatted(folder, System.getenv("PATH")),
                "sh",
                folder.resolve(name).toString()));
        command.addAll(List.of(words.split(" ")));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return new Said(process.exitValue(), said);
    }
}
