package muster.pages;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import muster.engine.report.Report;
import muster.pages.markup.Markdown;
import muster.pages.markup.Template;
import muster.pages.picture.Picture;
import muster.pages.picture.WitnessPicture;
import muster.pages.view.Block.Figure;
import muster.pages.view.Fact;
import muster.pages.view.ReportView;

/**
 * {@code report.html}: the report as one file that needs nothing else: no network, no script. It is well-formed XML too, so that tests
 * and other programs can read it.
 */
final class WebPage {

    private static final Template TEMPLATE = Template.xml("report.html.mustache");

    /** Each picture is drawn once for each kind of screen, so that its letters stay legible; style sheets show one. */
    private static final List<Screen> SCREENS =
            List.of(new Screen("wide", 1120), new Screen("medium", 700), new Screen("small", 344));

    private WebPage() {}

    private record Screen(String css, int width) {}

    /** The template's words. */
    private record Page(ReportView view, String picture) {}

    static String of(Report report, ReportView view) {
        Page page = new Page(view, drawn("run", Picture.ofRun(report)));
        return TEMPLATE.fill(
                page,
                Map.of(
                        "html", context -> Markdown.prose(((Fact) context).text()),
                        "drawn", context -> drawn(report, (Figure) context)));
    }

    private static String drawn(Report report, Figure figure) {
        return switch (figure) {
            case OUTAGE ->
                Picture.ofOutage(report)
                        .map(picture -> drawn("outage", picture))
                        .orElse("");
            case WITNESS ->
                Optional.of(WitnessPicture.of(report))
                        .filter(picture -> !picture.isEmpty())
                        .map(WebPage::drawn)
                        .orElse("");
        };
    }

    private static String drawn(String id, Picture picture) {
        return SCREENS.stream()
                .map(screen -> figure(screen, picture.draw(screen.width(), id + "-" + screen.css())))
                .collect(Collectors.joining());
    }

    private static String drawn(WitnessPicture picture) {
        return SCREENS.stream()
                .map(screen -> figure(screen, picture.draw(screen.width(), "witness-" + screen.css())))
                .collect(Collectors.joining());
    }

    private static String figure(Screen screen, String svg) {
        return "<div class=\"drawing %s\">%s</div>\n".formatted(screen.css(), svg);
    }
}
