package muster.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import muster.engine.report.Report;
import muster.pages.view.Attachments;
import muster.pages.view.ReportView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class WebPageTest {

    private static final Attachments FOLDER = new Attachments(
            "title: x & <y>\n", "{\"harms\":[]}", "muster run x\n", List.of("drill.yaml", "journal.jsonl"));

    private static final String BUSY = text(Runs.busy());

    static Stream<Report> runs() {
        return Runs.all().stream();
    }

    @ParameterizedTest
    @MethodSource("runs")
    void isWellFormedAndBeginsWithTheSentence(Report report) {
        Document page = page(report);
        assertThat(Dom.all(page, "h1"))
                .singleElement()
                .satisfies(title -> assertThat(title.getTextContent()).isNotBlank());
        assertThat(Dom.all(page, "script")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("runs")
    void asksForNothingFromOutside(Report report) {
        Document page = page(report);
        assertThat(Dom.all(page, "link")).isEmpty();
        assertThat(Dom.all(page, "img")).isEmpty();
        for (Element element : Dom.all(page, "*")) {
            assertThat(element.hasAttribute("src")).isFalse();
            assertThat(element.hasAttribute("srcset")).isFalse();
            assertThat(element.getAttribute("href")).doesNotContain(":").doesNotStartWith("/");
            assertThat(element.getAttribute("fill")).matches("|url\\(#[a-z-]+\\)");
        }
        String style = Dom.all(page, "style").getFirst().getTextContent();
        assertThat(style).doesNotContain("url(").doesNotContain("@import");
    }

    @ParameterizedTest
    @MethodSource("runs")
    void tellsEachPictureInWordsToo(Report report) {
        Document page = page(report);
        List<String> ids = Dom.all(page, "*").stream()
                .map(element -> element.getAttribute("id"))
                .filter(id -> !id.isEmpty())
                .toList();
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(Dom.all(page, "svg")).isNotEmpty().allSatisfy(svg -> {
            assertThat(svg.getAttribute("role")).isEqualTo("img");
            for (String id : svg.getAttribute("aria-labelledby").split(" ", -1)) {
                assertThat(ids).contains(id);
            }
            assertThat(svg.getElementsByTagName("title").item(0).getTextContent())
                    .isNotBlank();
            assertThat(svg.getElementsByTagName("desc").item(0).getTextContent())
                    .isNotBlank();
        });
        assertThat(Dom.all(page, "summary").stream().map(Element::getTextContent))
                .contains("The picture as tables");
    }

    @Test
    void showsHostileTextAndUsesNoneOfIt() {
        Document page = page(Runs.hostile());
        assertThat(Dom.all(page, "script")).isEmpty();
        assertThat(Dom.all(page, "b")).isEmpty();
        assertThat(page.getDocumentElement().getTextContent())
                .contains("</text><script>alert(1)</script> & \"q\" 'a' ]]>");
        assertThat(Dom.all(page, "a").stream().map(link -> link.getAttribute("href")))
                .noneMatch(href -> href.contains("script"));
    }

    @Test
    void everyScreenAndPaperShowsOneDrawingOfAPicture() {
        Document page = page(Runs.leaderKill());
        String style = Dom.all(page, "style").getFirst().getTextContent();
        assertThat(Dom.all(page, "div").stream()
                        .map(element -> element.getAttribute("class"))
                        .filter(css -> css.startsWith("drawing ")))
                .containsExactly(
                        "drawing wide",
                        "drawing medium",
                        "drawing small",
                        "drawing wide",
                        "drawing medium",
                        "drawing small");
        assertThat(style)
                .contains("(min-width: 60rem) { .drawing.wide { display: block; } }")
                .contains("(max-width: 59.99rem) { .drawing.medium { display: block; } }")
                .contains("(max-width: 33.99rem) {\n  .drawing.small { display: block; }")
                .containsPattern("@media print \\{[^@]*\\.drawing\\.medium \\{ display: block; }");
    }

    @Test
    void aRunThatJudgedNothingDoesNotLookLikeAPass() {
        assertThat(BUSY)
                .contains("nothing was judged", "This run judged nothing.")
                .doesNotContain("✓");
    }

    @Test
    void aBusyRunStaysSmall() {
        byte[] page = BUSY.getBytes(StandardCharsets.UTF_8);
        assertThat(page.length).isLessThan(1_000_000);
    }

    @Test
    void drawsTheCallsThatProveALoss() {
        Document page = page(Runs.lost());
        assertThat(Dom.all(page, "svg").stream()
                        .map(svg -> svg.getElementsByTagName("title").item(0).getTextContent()))
                .contains("The calls that prove the violation");
    }

    @Test
    void marksAFaultThatNobodyAnnounced() {
        assertThat(text(Runs.inferred())).contains("fault, inferred").doesNotContain("Nothing was broken");
        assertThat(text(Runs.observed())).contains("Nothing was broken").doesNotContain("fault-bar\"");
    }

    @Test
    void saysWhatIsLeftBeforeAnythingElseIsJudged() {
        String page = text(Runs.unhealed());
        assertThat(page).contains("Not healed.</strong> kill of m2 on n2");
        assertThat(page.indexOf("Not healed.")).isLessThan(page.indexOf("Expectations"));
    }

    @Test
    void twoPagesOfOneRunAreTheSame() {
        assertThat(text(Runs.leaderKill())).isEqualTo(text(Runs.leaderKill()));
    }

    @Test
    void linksOnlyFilesThatAreThere() {
        assertThat(Dom.all(page(Runs.leaderKill()), "a").stream().map(link -> link.getAttribute("href")))
                .containsExactly("drill.yaml", "journal.jsonl");
    }

    @Test
    void noFontIsNamedThatMustBeFetched() {
        assertThat(Pattern.compile("@font-face")
                        .matcher(text(Runs.leaderKill()))
                        .find())
                .isFalse();
    }

    private static String text(Report report) {
        return WebPage.of(report, ReportView.of(report, FOLDER));
    }

    private static Document page(Report report) {
        return Dom.parse(text(report));
    }
}
