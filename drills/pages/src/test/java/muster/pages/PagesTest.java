package muster.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import muster.engine.history.Codec;
import muster.engine.history.RunFolder;
import muster.engine.report.Findings;
import muster.engine.report.Report;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PagesTest {

    @TempDir
    private Path folder;

    static Stream<Report> runs() {
        return Runs.all().stream();
    }

    @ParameterizedTest
    @MethodSource("runs")
    void writesSixFilesAndNothingElse(Report report) throws IOException {
        List<Path> written = Pages.write(report, new RunFolder(folder));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactlyInAnyOrderElementsOf(written);
        }
        assertThat(written.stream().map(file -> file.getFileName().toString()))
                .containsExactly("report.json", "report.md", "report.html", "junit.xml", "runbook.md", "adr.md");
        assertThat(written).allSatisfy(file -> assertThat(file).isNotEmptyFile());
    }

    @Test
    void theJsonIsTheFindings() throws IOException {
        Report report = Runs.leaderKill();
        Pages.write(report, new RunFolder(folder));
        assertThat(Codec.read(Findings.class, Files.readString(folder.resolve("report.json"))))
                .isEqualTo(report.findings());
    }

    @Test
    void replacesWhatIsThere() throws IOException {
        Files.writeString(folder.resolve("report.md"), "old");
        Pages.write(Runs.leaderKill(), new RunFolder(folder));
        assertThat(folder.resolve("report.md")).content().startsWith("# The etcd leader dies");
    }

    @Test
    void quotesTheFilesOfTheFolder() throws IOException {
        Files.writeString(folder.resolve("drill.yaml"), "title: The drill's own text\n");
        Files.writeString(folder.resolve("command.txt"), "muster run etcd-leader-kill --keep\n");
        Pages.write(Runs.leaderKill(), new RunFolder(folder));
        assertThat(folder.resolve("report.html"))
                .content()
                .contains("The drill&#39;s own text", "href=\"command.txt\"");
        assertThat(folder.resolve("report.md"))
                .content()
                .contains("```yaml\ntitle: The drill's own text\n```", "muster run etcd-leader-kill --keep");
    }

    @Test
    void aFolderThatIsNotThereIsAnError() {
        assertThatThrownBy(() -> Pages.write(Runs.leaderKill(), new RunFolder(folder.resolve("gone"))))
                .isInstanceOf(IOException.class);
    }
}
