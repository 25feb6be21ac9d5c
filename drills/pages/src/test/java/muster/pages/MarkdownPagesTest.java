package muster.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import muster.engine.report.Report;
import muster.pages.markup.Markdown;
import muster.pages.view.Attachments;
import muster.pages.view.ReportView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MarkdownPagesTest {

    private static final Attachments NOTHING = new Attachments(null, null, null, List.of());

    static Stream<Report> runs() {
        return Runs.all().stream();
    }

    @ParameterizedTest
    @MethodSource("runs")
    void everyTableIsATable(Report report) {
        String page = MarkdownPage.of(ReportView.of(report, NOTHING));
        String html = Markdown.prose(page);
        long rules = page.lines().filter(line -> line.startsWith("|--")).count();
        long tables = html.lines().filter(line -> line.equals("<table>")).count();
        assertThat(tables).isEqualTo(rules).isPositive();
        assertThat(html).doesNotContain("<p>|");
    }

    @Test
    void hostileTextIsShownAsItIs() {
        String html = Markdown.prose(MarkdownPage.of(ReportView.of(Runs.hostile(), NOTHING)));
        assertThat(html).doesNotContain("<script").doesNotContain("href=\"javascript");
        assertThat(html).contains("&lt;/text&gt;&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;q&quot;");
        // One heading is ours. The runbook's four texts are Markdown of the drill's author, and may hold headings.
        assertThat(html.lines().filter(line -> line.startsWith("<h4>"))).hasSize(1 + 4);
    }

    @Test
    void aRunbookHoldsFiguresOnlyOfTheRun() {
        assertThat(RunbookPage.of(Runs.leaderKill()))
                .contains(
                        "Without writes: 1.05 s ± 0.005 s",
                        "Acknowledged writes lost: 0",
                        "muster run etcd-leader-kill");
        assertThat(RunbookPage.of(Runs.empty()))
                .contains(
                        "Without writes: undecided",
                        "Acknowledged writes lost: not known",
                        "Longest call: not measured");
    }

    @Test
    void aRunbookSaysWhoHealed() {
        assertThat(RunbookPage.of(Runs.leaderKill()))
                .contains("The members elected m3 by themselves: 1 election", "proved clean", "start m2");
        assertThat(RunbookPage.of(Runs.unhealed())).contains("NOT healed");
    }

    @Test
    void theDecisionFollowsTheVerdicts() {
        assertThat(DecisionRecord.of(Runs.leaderKill())).contains("# Accept what", "Good, because each of");
        assertThat(DecisionRecord.of(Runs.lost()))
                .contains("# Do not accept what", "acknowledged writes were not there");
        assertThat(DecisionRecord.of(Runs.unhealed())).contains("# Do not accept what", "Not healed:");
        assertThat(DecisionRecord.of(Runs.interrupted())).contains("# Do not decide yet");
        assertThat(DecisionRecord.of(Runs.empty()))
                .contains("# Do not decide yet")
                .doesNotContain("Good, because");
    }

    @Test
    void anObservationIsSeenAgainByObserving() {
        assertThat(RunbookPage.of(Runs.observed())).contains("muster observe").doesNotContain("muster run observe");
    }
}
