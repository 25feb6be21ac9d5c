package muster.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import muster.engine.history.RunFolder;
import muster.pages.picture.Picture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every page of the sample run, byte for byte. After a change that is meant, write them again and read the difference:
 *
 * <pre>mvn -o -pl drills/pages -am test -Dtest=GoldenTest -Dsurefire.failIfNoSpecifiedTests=false -Dmuster.golden=write</pre>
 */
class GoldenTest {

    private static final Path GOLDEN = Path.of("src", "test", "resources", "muster", "pages", "golden");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"report.md", "junit.xml", "runbook.md", "adr.md"})
    void leaderKill(String file) throws IOException {
        Pages.write(Runs.leaderKill(), new RunFolder(folder));
        same("leader-kill-" + file, Files.readString(folder.resolve(file)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"report.md", "junit.xml", "runbook.md", "adr.md"})
    void lostWrites(String file) throws IOException {
        Pages.write(Runs.lost(), new RunFolder(folder));
        same("lost-" + file, Files.readString(folder.resolve(file)));
    }

    @Test
    void picture() throws IOException {
        same("leader-kill.svg", Picture.ofRun(Runs.leaderKill()).draw(344, "p"));
    }

    @Test
    void everyGoldenFileIsCompared() throws IOException {
        try (var files = Files.list(GOLDEN)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(List.of(
                            "leader-kill.svg",
                            "leader-kill-report.md",
                            "leader-kill-junit.xml",
                            "leader-kill-runbook.md",
                            "leader-kill-adr.md",
                            "lost-report.md",
                            "lost-junit.xml",
                            "lost-runbook.md",
                            "lost-adr.md"));
        }
    }

    private static void same(String name, String text) throws IOException {
        Path golden = GOLDEN.resolve(name);
        if ("write".equals(System.getProperty("muster.golden"))) {
            Files.createDirectories(GOLDEN);
            Files.writeString(golden, text);
        }
        assertThat(text).isEqualTo(Files.readString(golden));
    }
}
