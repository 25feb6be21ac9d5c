package muster.pages.view;

import java.util.ArrayList;
import java.util.List;
import muster.engine.check.Quantities;
import muster.engine.report.Findings;
import muster.engine.report.Findings.Phase;
import muster.engine.report.Findings.Reign;
import muster.engine.report.Report;

/** How the failover went: its phases, who led when, and what had been foretold. */
final class Failover {

    private final Findings findings;

    Failover(Report report) {
        this.findings = report.findings();
    }

    List<Section> sections() {
        return List.of(phases(), prediction(), elections());
    }

    private Section phases() {
        List<Block> blocks = new ArrayList<>();
        if (findings.phases().isEmpty()) {
            blocks.add(new Block.Paragraph("Nothing was broken, so there are no phases."));
            return new Section("phases", "Phases", blocks);
        }
        blocks.add(
                new Block.Paragraph(
                        "Counted from the injection. Each is an interval: it happened not before the first figure and not after the second."));
        blocks.add(new Block.Drawn(Block.Figure.OUTAGE));
        blocks.add(new Block.Shown(phases(findings)));
        return new Section("phases", "Phases", blocks);
    }

    /** Each phase with the interval in which it happened. */
    static Table phases(Findings findings) {
        Table.Builder table =
                new Table.Builder("", Column.words("Phase"), Column.figures("When"), Column.words("How it was seen"));
        int number = 1;
        for (Phase phase : findings.phases()) {
            String when = phase.at() == null ? "–" : Moments.span(phase.at());
            table.row("%d. %s".formatted(number++, phase.name()), when, phase.text());
        }
        return table.build();
    }

    private Section prediction() {
        Table.Builder table =
                new Table.Builder("", Column.words("Predicted"), Column.words("Measured"), Column.words("They fit"));
        table.row(
                findings.prediction().predicted(),
                findings.prediction().measured(),
                findings.prediction().fits());
        return new Section(
                "prediction", "The prediction beside the measurement", List.of(new Block.Shown(table.build())));
    }

    private Section elections() {
        List<Block> blocks = new ArrayList<>();
        Findings.ElectionFindings elections = findings.elections();
        if (elections.reigns().isEmpty()) {
            blocks.add(new Block.Paragraph("No member was seen to lead."));
            return new Section("elections", "Elections and terms", blocks);
        }
        blocks.add(new Block.Paragraph("%s after the run began; term %d at the beginning, %d at the end."
                .formatted(
                        elections.elections() == 1
                                ? "One new leader was agreed on"
                                : "%s new leaders were agreed on".formatted(Quantities.grouped(elections.elections())),
                        elections.firstTerm(),
                        elections.lastTerm())));
        Table.Builder table = new Table.Builder(
                "",
                Column.words("Leader"),
                Column.figures("Term"),
                Column.figures("First seen"),
                Column.figures("Last seen"));
        for (Reign reign : elections.reigns()) {
            table.row(reign.leader(), Long.toString(reign.term()), since(reign.fromNanos()), since(reign.toNanos()));
        }
        blocks.add(new Block.Shown(table.build()));
        return new Section("elections", "Elections and terms", blocks);
    }

    private String since(long nanos) {
        return Quantities.moment(nanos - findings.zeroNanos());
    }
}
