package muster.pages.view;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import muster.engine.check.Quantities;
import muster.engine.history.Codec;
import muster.engine.history.Timers;
import muster.engine.report.contrast.Contrast;
import muster.engine.report.contrast.Side;
import muster.engine.report.contrast.Spread;
import org.jspecify.annotations.Nullable;

/**
 * The words and tables of a comparison, in the order in which they are read.
 *
 * @param title its headline
 * @param rounds one for each failure
 * @param reading how its figures are to be read, a line each
 */
public record ContrastView(String title, List<Round> rounds, List<String> reading) {

    private static final String NONE = "–";

    private static final List<String> READING = List.of(
            "Each figure is the median over the runs that are named under its table, with the shortest and the longest in brackets.",
            "The time without an acknowledged write is what clients lived through, measured from outside on one clock.",
            "A replica of PostgreSQL is not promoted by PostgreSQL: the time until the order is the operator's, or the time that a"
                    + " tool takes to detect the failure. The drill's own wait stands for it and is no property of the store.",
            "Two leaders at once are no loss by themselves: in raft the old one can no longer commit. In PostgreSQL both accept writes.",
            "All servers ran on one machine: compare within this page, not with other pages.");

    /**
     * One failure.
     *
     * @param id its anchor
     * @param title what happens
     * @param sentence what tells the stores apart
     * @param table the figures
     * @param runs where each figure comes from
     * @param left what was left out, a line each
     */
    public record Round(String id, String title, String sentence, Table table, List<Run> runs, List<String> left) {}

    /**
     * One run that went in.
     *
     * @param name its name
     * @param file its report, relative to the page
     */
    public record Run(String name, String file) {}

    /**
     * The view of a contrast.
     *
     * @param runs the path from the page to the folder of all runs
     */
    public static ContrastView of(Contrast contrast, String runs) {
        return new ContrastView(
                "%s and %s under the same failures"
                        .formatted(
                                contrast.rounds().getFirst().left().name(),
                                contrast.rounds().getFirst().right().name()),
                contrast.rounds().stream().map(round -> round(round, runs)).toList(),
                READING);
    }

    private static Round round(Contrast.Round round, String runs) {
        List<Run> links = Stream.of(round.left(), round.right())
                .flatMap(side -> side.runs().stream())
                .map(run -> new Run(run, "%s/%s/report.html".formatted(runs, run)))
                .toList();
        List<String> left = Stream.of(round.left(), round.right())
                .filter(side -> side.left() > 0)
                .map(side -> "%s of %s left out: of other versions or timers than the newest one, or not whole."
                        .formatted(Quantities.count(side.left(), "run"), side.drill()))
                .toList();
        return new Round(
                Codec.kebab(round.scenario().name()),
                round.scenario().title(),
                round.sentence(),
                table(round.left(), round.right()),
                links,
                left);
    }

    /** The figures of two sides. */
    public static Table table(Side left, Side right) {
        Table.Builder table = new Table.Builder(
                "", Column.words(""), Column.figures(left.servers()), Column.figures(right.servers()));
        List<String[]> rows = new ArrayList<>();
        rows.add(row(
                "runs",
                String.valueOf(left.runs().size()),
                String.valueOf(right.runs().size())));
        rows.add(row("timers", timers(left), timers(right)));
        rows.add(row("without a write", spread(left.gap()), spread(right.gap())));
        rows.add(row("until promotion ordered", spread(left.ordered()), spread(right.ordered())));
        rows.add(row("order to first write", spread(left.afterOrder()), spread(right.afterOrder())));
        rows.add(row("until full redundancy", spread(left.redundancy()), spread(right.redundancy())));
        rows.add(row("two leaders at once", spread(left.twoLeaders()), spread(right.twoLeaders())));
        rows.add(row("acknowledged, lost", share(left, left.lost()), share(right, right.lost())));
        rows.add(row("only on the losing side", share(left, left.diverged()), share(right, right.diverged())));
        rows.add(row("linearizable", linearizable(left), linearizable(right)));
        rows.forEach(table::row);
        return table.build();
    }

    private static String timers(Side side) {
        Timers timers = side.timers();
        if (timers == null) {
            return side.measured() ? "nobody elects" : NONE;
        }
        return "%d/%d ms"
                .formatted(timers.heartbeat().toMillis(), timers.election().toMillis());
    }

    private static String[] row(String... cells) {
        return cells;
    }

    private static String spread(@Nullable Spread spread) {
        return spread == null ? NONE : spread.words();
    }

    private static String share(Side side, long writes) {
        return side.measured()
                ? "%s of %s".formatted(Quantities.grouped(writes), Quantities.grouped(side.acknowledged()))
                : NONE;
    }

    private static String linearizable(Side side) {
        int judged = side.linearizable() + side.notLinearizable();
        return judged == 0 ? NONE : "in %d of %s".formatted(side.linearizable(), Quantities.count(judged, "run"));
    }
}
