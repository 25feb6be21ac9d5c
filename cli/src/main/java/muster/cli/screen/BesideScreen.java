package muster.cli.screen;

import muster.engine.check.Quantities;
import muster.engine.history.Span;
import muster.engine.report.Findings;

/** What was watched beside the store of a drill, and what happened to all of them in one order. */
final class BesideScreen {

    private static final int COLUMN = 17;
    private static final int MOMENT = 12;

    private final Style style;

    BesideScreen(Style style) {
        this.style = style;
    }

    String show(Findings findings) {
        StringBuilder screen = new StringBuilder();
        screen.append("  ").append(style.strong("One timeline")).append(", seconds from the injection\n");
        for (Findings.Moment moment : findings.story()) {
            String when = "%9.2f".formatted(moment.at().toNanos() / 1e9);
            screen.append(Paragraph.beside(when, MOMENT, "%s: %s".formatted(moment.of(), moment.text())))
                    .append('\n');
        }
        screen.append('\n');
        for (Findings.Beside beside : findings.beside()) {
            screen.append(Paragraph.beside("  " + beside.store(), COLUMN, words(beside, findings.zeroNanos())))
                    .append('\n');
        }
        return screen.toString();
    }

    private static String words(Findings.Beside beside, long zeroNanos) {
        Findings.Gap gap = beside.writes();
        Span window = gap.window();
        Findings.Accounts accounts = beside.accounts();
        Findings.Comparison prediction = beside.prediction();
        return "%s; %s; %s; lost: %s"
                .formatted(
                        window == null
                                ? "writes: " + gap.undecided()
                                : "%s without an acknowledged write, from %.2f s on"
                                        .formatted(
                                                gap.undecided() == null
                                                        ? Quantities.between(gap.leastNanos(), gap.mostNanos())
                                                        : gap.undecided(),
                                                (window.fromNanos() - zeroNanos) / 1e9),
                        prediction == null ? "nothing was foretold" : prediction.fits(),
                        "hit: " + beside.shares(),
                        accounts.readBack()
                                ? "%d of %d"
                                        .formatted(
                                                accounts.lost(), accounts.acknowledged() + accounts.acknowledgedLate())
                                : "not read back");
    }
}
