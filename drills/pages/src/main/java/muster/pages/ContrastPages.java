package muster.pages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import muster.engine.history.Codec;
import muster.engine.report.contrast.Contrast;
import muster.pages.markup.Template;
import muster.pages.view.ContrastView;

/** Writes a comparison of two stores. The same runs give the same bytes. */
public final class ContrastPages {

    private static final Template MARKDOWN = Template.markdown("comparison.md.mustache");
    private static final Template WEB = Template.xml("comparison.html.mustache");

    private ContrastPages() {}

    /**
     * Writes {@code comparison.json}, {@code comparison.md} and {@code comparison.html}.
     *
     * @param folder where; made if it is not there
     * @param runs the folder of all runs, which the pages link to
     * @return the files, in this order
     * @throws IOException if the folder does not take one of them
     */
    public static List<Path> write(Contrast contrast, Path folder, Path runs) throws IOException {
        Files.createDirectories(folder);
        ContrastView view = ContrastView.of(
                contrast,
                folder.toAbsolutePath().relativize(runs.toAbsolutePath()).toString());
        return List.of(
                PageFile.put(folder.resolve("comparison.json"), Codec.writeIndented(contrast) + "\n"),
                PageFile.put(folder.resolve("comparison.md"), MARKDOWN.fill(view, MarkdownPage.HELPERS)),
                PageFile.put(folder.resolve("comparison.html"), WEB.fill(view, Map.of())));
    }
}
