package muster.pages;

import muster.engine.drill.Drill;
import muster.engine.report.Findings;
import muster.engine.report.Report;
import muster.pages.markup.Template;
import muster.pages.view.Lessons;

/** {@code runbook.md}: the first draft of the drill's runbook page, with the figures that this run earned. */
final class RunbookPage {

    private static final Template TEMPLATE = Template.markdown("runbook.md.mustache");

    private RunbookPage() {}

    /** The template's words. */
    private record Page(Drill drill, Findings findings, Lessons lessons) {}

    static String of(Report report) {
        return TEMPLATE.fill(new Page(report.drill(), report.findings(), new Lessons(report)), MarkdownPage.HELPERS);
    }
}
