package muster.cli.screen;

import muster.engine.report.contrast.Contrast;
import muster.pages.view.ContrastView;
import muster.pages.view.Row;

/** Two stores side by side on one screen. */
public final class ContrastScreen {

    private final Style style;

    /** @param style how it is painted */
    public ContrastScreen(Style style) {
        this.style = style;
    }

    /**
     * The screen.
     *
     * @param page the path of the page to open
     */
    public String show(Contrast contrast, String page) {
        StringBuilder screen = new StringBuilder();
        for (Contrast.Round round : contrast.rounds()) {
            screen.append(style.strong(round.scenario().title())).append('\n');
            Paragraph.wrap(round.sentence(), Paragraph.COLUMNS)
                    .forEach(line -> screen.append(line).append('\n'));
            screen.append('\n');
            Table table = new Table(false, true, true)
                    .row("", round.left().servers(), round.right().servers());
            for (Row row : ContrastView.table(round.left(), round.right()).rows()) {
                table.row(
                        row.head().text(),
                        row.cells().getFirst().text(),
                        row.cells().getLast().text());
            }
            table.lines().forEach(line -> screen.append(line).append('\n'));
            screen.append('\n');
        }
        contrast.missing()
                .forEach(drill -> screen.append("  not run yet    muster run ")
                        .append(drill)
                        .append('\n'));
        screen.append("  page           ").append(page).append('\n');
        return screen.toString();
    }
}
