package muster.pages.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import muster.engine.check.Quantities;
import muster.engine.drill.Runbook;
import muster.engine.history.RunFacts;
import muster.engine.report.Findings;
import muster.engine.report.Findings.Instrument;
import muster.engine.report.Findings.Spacing;
import muster.engine.report.Report;

/** How it was measured, what was run, and where the raw files lie: where every figure of the page comes from. */
final class Method {

    private static final Map<String, String> FILES = new TreeMap<>(Map.of(
            "command.txt", "what was typed",
            "drill.yaml", "the drill as it was read",
            "history.jsonl", "every call of the workload, with both ends of its interval",
            "journal.jsonl", "every event of the run, in order",
            "plan.json", "the plan: targets, arithmetic, prediction, every command",
            "views.jsonl", "what each member said of itself, each time it was asked"));

    private final Report report;
    private final Attachments attachments;

    Method(Report report, Attachments attachments) {
        this.report = report;
        this.attachments = attachments;
    }

    List<Section> sections() {
        List<Section> sections = new ArrayList<>();
        sections.add(new Section("method", "How it was measured", instrument()));
        sections.add(
                new Section("chronicle", "What happened, in order", List.of(new Block.Folded(Chronicle.of(report)))));
        if (!advice().isEmpty()) {
            sections.add(new Section("runbook", "When it happens unasked", advice()));
        }
        sections.add(new Section("run", "What was run", run()));
        sections.add(new Section("files", "Where the raw files lie", files()));
        return sections;
    }

    private List<Block> advice() {
        Runbook runbook = report.drill().runbook();
        return Stream.of(
                        new Fact("Symptom", runbook.symptom()),
                        new Fact("First", runbook.first()),
                        new Fact("Decide", runbook.decide()),
                        new Fact("Verify", runbook.verify()))
                .filter(fact -> !fact.text().isBlank())
                .<Block>map(Block.Marked::new)
                .toList();
    }

    private List<Block> instrument() {
        Findings findings = report.findings();
        Instrument instrument = findings.instrument();
        Table.Builder table =
                new Table.Builder("", Column.words("Figure"), Column.figures("Value"), Column.words("Meaning"));
        table.row(
                "resolution",
                instrument.writeSpacingNanos() > 0 ? Quantities.length(instrument.writeSpacingNanos()) : "not measured",
                "time between two writes that were due, on average: a shorter gap cannot be seen");
        table.row(
                "our worst stall",
                measured(instrument.worstStallNanos()),
                "the longest time by which our own process ran late; an interval is widened by those at its ends");
        table.row(
                "our stall, p99",
                measured(instrument.p99StallNanos()),
                "of %s measurements".formatted(Quantities.grouped(instrument.samples())));
        table.row(
                "calls not sent",
                Quantities.grouped(instrument.shed()),
                "were due, and too many others were in flight");
        for (Spacing spacing : instrument.viewSpacingNanos()) {
            table.row(
                    "%s was asked every".formatted(spacing.member()),
                    measured(spacing.medianNanos()),
                    "median during the fault, of %s times".formatted(Quantities.grouped(spacing.count())));
        }
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Shown(table.build()));
        if (!instrument.lines().isEmpty()) {
            blocks.add(new Block.Lines(instrument.lines()));
        }
        return blocks;
    }

    private List<Block> run() {
        RunFacts facts = report.findings().facts();
        List<Block> blocks = new ArrayList<>();
        if (!report.drill().believes().isEmpty()) {
            blocks.add(new Block.Paragraph("Believed: " + report.drill().believes()));
        }
        blocks.add(new Block.Paragraph("Planned: %s. Foretold: %s."
                .formatted(facts.arithmetic(), facts.prediction().words())));
        Table.Builder members = new Table.Builder(
                "", Column.words("Member"), Column.words("Node"), Column.words("Clients reach it at"));
        facts.members()
                .forEach(member -> members.row(
                        member.name(), member.node(), member.client().toString()));
        blocks.add(new Block.Shown(members.build()));
        if (attachments.command() != null) {
            blocks.add(new Block.Quoted(new Block.Code("Typed", "sh", attachments.command())));
        }
        if (attachments.drill() != null) {
            blocks.add(new Block.Quoted(new Block.Code("The drill", "yaml", attachments.drill())));
        }
        if (attachments.plan() != null) {
            blocks.add(new Block.Quoted(new Block.Code("The plan", "json", attachments.plan())));
        }
        return blocks;
    }

    private List<Block> files() {
        RunFacts facts = report.findings().facts();
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Paragraph(
                "Beside this page, in the folder of run %s. Each line of the .jsonl files carries a checksum; \"muster report\" writes this page again from them alone."
                        .formatted(facts.run())));
        List<Block.Link> links = new ArrayList<>(FILES.entrySet().stream()
                .filter(entry -> attachments.files().contains(entry.getKey()))
                .map(entry -> new Block.Link(entry.getKey(), entry.getValue()))
                .toList());
        for (Findings.Beside beside : report.findings().beside()) {
            String store = beside.store();
            links.add(new Block.Link("history-%s.jsonl".formatted(store), "every call to %s".formatted(store)));
            links.add(new Block.Link(
                    "views-%s.jsonl".formatted(store), "what each member of %s said of itself".formatted(store)));
        }
        if (links.isEmpty()) {
            blocks.add(new Block.Paragraph("None of them lies there now."));
        } else {
            blocks.add(new Block.Linked(links));
        }
        return blocks;
    }

    private static String measured(long nanos) {
        return nanos < 0 ? "not measured" : Quantities.length(nanos);
    }
}
