package muster.pages.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import muster.engine.check.Quantities;
import muster.engine.history.Span;
import muster.engine.report.Findings;
import muster.engine.report.Findings.Beside;
import muster.engine.report.Findings.Gap;
import muster.engine.report.Findings.Moment;
import muster.engine.report.Report;

/** What shared its fate with the store that was broken: one order of events over all, and what each of the others cost. */
final class Together {

    private final Findings findings;

    Together(Report report) {
        this.findings = report.findings();
    }

    List<Section> sections() {
        if (findings.beside().isEmpty()) {
            return List.of();
        }
        return List.of(
                new Section("story", "One timeline", story()),
                new Section("beside", "What was watched beside", beside()));
    }

    private List<Block> story() {
        Table.Builder table =
                new Table.Builder("", Column.figures("When"), Column.words("Of"), Column.words("What happened"));
        for (Moment moment : findings.story()) {
            table.row(Moments.span(moment.at()), moment.of(), moment.text());
        }
        return List.of(
                new Block.Paragraph(
                        "Counted from the injection, by one clock. Where two figures stand, it happened not before the"
                                + " first and not after the second."),
                new Block.Shown(table.build()));
    }

    private List<Block> beside() {
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Paragraph(
                "Each under a small load of its own, through every member in turn. A time without an acknowledged write"
                        + " is counted from the injection on, over all members;"
                        + " what a single one cost its own clients stands beneath."));
        Table.Builder table = new Table.Builder(
                "",
                Column.words("Store"),
                Column.figures("Without a write"),
                Column.figures("Began"),
                Column.words("Foretold"),
                Column.figures("Lost writes"),
                Column.words("Shared the node"));
        for (Beside beside : findings.beside()) {
            Findings.Comparison prediction = beside.prediction();
            table.row(
                    table.cell(0, beside.store(), beside.servers(), ""),
                    table.cell(1, length(beside.writes()), "", "figure"),
                    table.cell(2, began(beside.writes()), "", "figure"),
                    prediction == null
                            ? table.cell(3, "nothing: its timers are not known", "", "")
                            : table.cell(3, prediction.predicted(), prediction.fits(), ""),
                    table.cell(4, lost(beside), "", "figure"),
                    table.cell(5, beside.shares(), "", ""));
        }
        blocks.add(new Block.Shown(table.build()));
        findings.beside().forEach(each -> blocks.add(new Block.Shown(each(each))));
        return blocks;
    }

    private Table each(Beside beside) {
        Table.Builder table = new Table.Builder(
                "%s, each member by itself".formatted(beside.store()),
                Column.words("Member"),
                Column.words("Kind"),
                Column.figures("Longest time without"),
                Column.figures("Began"),
                Column.figures("Attempts within"));
        List<Gap> gaps = new ArrayList<>(beside.each());
        gaps.addAll(beside.answers());
        for (Gap gap : gaps) {
            table.row(
                    table.cell(0, gap.of(), "", ""),
                    table.cell(1, kind(beside, gap), Objects.requireNonNullElse(gap.undecided(), ""), ""),
                    table.cell(2, length(gap), "", "figure"),
                    table.cell(3, began(gap), "", "figure"),
                    table.cell(4, Quantities.grouped(gap.attempts()), "", "figure"));
        }
        return table.build();
    }

    /** What a local read asks there. */
    private static String kind(Beside beside, Gap gap) {
        if (gap.kind().equals("writes")) {
            return "writes";
        }
        return beside.store().equals("k3s-pods") ? "answers of the pod on it" : "reads of what it has";
    }

    private static String length(Gap gap) {
        if (gap.window() == null) {
            return "undecided";
        }
        return gap.undecided() == null
                ? Quantities.between(gap.leastNanos(), gap.mostNanos())
                : "more than " + Quantities.length(gap.leastNanos());
    }

    private String began(Gap gap) {
        Span window = gap.window();
        return window == null ? "–" : Quantities.moment(window.fromNanos() - findings.zeroNanos());
    }

    private static String lost(Beside beside) {
        Findings.Accounts accounts = beside.accounts();
        return accounts.readBack()
                ? "%s of %s"
                        .formatted(
                                Quantities.grouped(accounts.lost()),
                                Quantities.grouped(accounts.acknowledged() + accounts.acknowledgedLate()))
                : "not read back";
    }
}
