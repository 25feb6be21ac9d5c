package muster.pages;

import java.util.Map;
import java.util.function.Function;
import muster.pages.markup.Markdown;
import muster.pages.markup.Template;
import muster.pages.view.Block.Code;
import muster.pages.view.ReportView;
import muster.pages.view.Table;

/** {@code report.md}: the report for a terminal and for a forge, in the order of the web page. */
final class MarkdownPage {

    private static final Template TEMPLATE = Template.markdown("report.md.mustache");

    /** What Markdown pages insert raw: tables in line and fenced code. */
    static final Map<String, Function<Object, String>> HELPERS = Map.of(
            "aligned", context -> MarkdownTable.of((Table) context), "fenced", context -> fenced((Code) context));

    private MarkdownPage() {}

    static String of(ReportView view) {
        return TEMPLATE.fill(view, HELPERS);
    }

    private static String fenced(Code code) {
        return Markdown.fence(code.language(), code.text());
    }
}
