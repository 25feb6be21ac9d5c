package muster.pages.view;

import java.util.ArrayList;
import java.util.List;
import muster.engine.check.Quantities;
import muster.engine.history.StoreWords;
import muster.engine.report.Findings;
import muster.engine.report.Findings.Phase;
import muster.engine.report.Findings.Reign;
import muster.engine.report.Report;

/** How the failover went: its phases, who led when, and what had been foretold. */
final class Failover {

    private final Findings findings;
    private final StoreWords words;

    Failover(Report report) {
        this.findings = report.findings();
        this.words = StoreWords.of(findings.facts().store());
    }

    List<Section> sections() {
        List<Section> sections = new ArrayList<>(List.of(phases()));
        if (!findings.rounds().isEmpty()) {
            sections.add(rounds());
        }
        sections.add(prediction());
        sections.add(elections());
        return sections;
    }

    private Section phases() {
        List<Block> blocks = new ArrayList<>();
        if (findings.phases().isEmpty()) {
            blocks.add(new Block.Paragraph("Nothing was broken, so there are no phases."));
            return new Section("phases", "Phases", blocks);
        }
        blocks.add(new Block.Paragraph(
                "Counted from the injection. Each is an interval: it happened not before the first figure and"
                        + " not after the second."));
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

    private Section rounds() {
        Table.Builder table = new Table.Builder(
                "",
                Column.words("The primary ran with"),
                Column.words("Promoted"),
                Column.figures("Acknowledged"),
                Column.figures("Missing"),
                Column.figures("A write took"),
                Column.figures("From the order"));
        for (Findings.Round round : findings.rounds()) {
            table.row(
                    round.settings(),
                    round.promoted(),
                    Quantities.grouped(round.acknowledged()),
                    Quantities.grouped(round.missing()),
                    round.medianNanos() < 0 ? "–" : Quantities.length(round.medianNanos()),
                    round.afterOrderNanos() < 0 ? "–" : Quantities.length(round.afterOrderNanos()));
        }
        return new Section(
                "rounds",
                "What each failover lost",
                List.of(
                        new Block.Paragraph(
                                "Missing are acknowledged writes that are not in the store; what a write took is the"
                                        + " median before the fault; the last column ends with the first write that was"
                                        + " acknowledged after the order to promote."),
                        new Block.Shown(table.build())));
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
            return new Section("elections", words.successions(), blocks);
        }
        blocks.add(new Block.Paragraph("%s after the run began; %s %d at the beginning, %d at the end."
                .formatted(
                        elections.elections() == 1
                                ? "One new %s was agreed on".formatted(words.leader())
                                : "%s new ones were agreed on".formatted(Quantities.grouped(elections.elections())),
                        words.term(),
                        elections.firstTerm(),
                        elections.lastTerm())));
        Table.Builder table = new Table.Builder(
                "",
                Column.words(capital(words.leader())),
                Column.figures(capital(words.term())),
                Column.figures("First seen"),
                Column.figures("Last seen"));
        for (Reign reign : elections.reigns()) {
            table.row(reign.leader(), Long.toString(reign.term()), since(reign.fromNanos()), since(reign.toNanos()));
        }
        blocks.add(new Block.Shown(table.build()));
        return new Section("elections", words.successions(), blocks);
    }

    private static String capital(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }

    private String since(long nanos) {
        return Quantities.moment(nanos - findings.zeroNanos());
    }
}
