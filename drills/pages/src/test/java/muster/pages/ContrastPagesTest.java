package muster.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import muster.engine.report.Findings;
import muster.engine.report.SampleEvidence;
import muster.engine.report.contrast.Contrast;
import muster.engine.report.contrast.Judged;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContrastPagesTest {

    private static final String RUN = "etcd-leader-kill/2026-11-21T02-03-04Z";

    @Test
    void everyFigureLeadsToItsRuns(@TempDir Path state) throws Exception {
        Findings findings = SampleEvidence.report().findings();
        Contrast contrast = Contrast.of("postgres", "etcd", List.of(new Judged(RUN, findings)));
        Path folder = state.resolve("comparisons").resolve("postgres-etcd");

        List<Path> pages = ContrastPages.write(contrast, folder, state.resolve("runs"));

        assertThat(pages)
                .extracting(Path::getFileName)
                .extracting(Path::toString)
                .containsExactly("comparison.json", "comparison.md", "comparison.html");
        String link = "../../runs/%s/report.html".formatted(RUN);
        assertThat(Files.readString(pages.get(1))).contains("](" + link + ")").contains("## The leader is killed");
        assertThat(Files.readString(pages.get(2)))
                .contains("href=\"" + link + "\"")
                .contains("100/1000 ms");
    }
}
