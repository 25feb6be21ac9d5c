package muster.pages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import muster.engine.history.Codec;
import muster.engine.history.RunFolder;
import muster.engine.report.Report;
import muster.pages.view.Attachments;
import muster.pages.view.ReportView;
import org.jspecify.annotations.Nullable;

/**
 * Writes what people and CI servers read into a run's folder. The same report gives the same bytes, on any machine; a file that is
 * there already is replaced at once, so that nobody reads half of one.
 */
public final class Pages {

    private Pages() {}

    /**
     * Writes {@code report.json}, {@code report.md}, {@code report.html}, {@code junit.xml}, {@code runbook.md} and {@code adr.md}.
     *
     * @return the files, in this order
     * @throws IOException if the folder does not take one of them
     */
    public static List<Path> write(Report report, RunFolder folder) throws IOException {
        ReportView view = ReportView.of(report, attachments(folder));
        return List.of(
                PageFile.put(folder.report("json"), Codec.writeIndented(report.findings()) + "\n"),
                PageFile.put(folder.report("md"), MarkdownPage.of(view)),
                PageFile.put(folder.report("html"), WebPage.of(report, view)),
                PageFile.put(folder.junit(), JunitFile.of(report)),
                PageFile.put(folder.runbook(), RunbookPage.of(report)),
                PageFile.put(folder.decision(), DecisionRecord.of(report)));
    }

    private static Attachments attachments(RunFolder folder) throws IOException {
        List<String> files = Stream.of(
                        folder.drill(),
                        folder.plan(),
                        folder.command(),
                        folder.journal(),
                        folder.history(),
                        folder.views())
                .filter(Files::exists)
                .map(file -> file.getFileName().toString())
                .toList();
        return new Attachments(text(folder.drill()), text(folder.plan()), text(folder.command()), files);
    }

    private static @Nullable String text(Path file) throws IOException {
        return Files.exists(file) ? Files.readString(file) : null;
    }
}
