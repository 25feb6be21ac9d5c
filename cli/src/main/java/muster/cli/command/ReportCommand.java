package muster.cli.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import muster.cli.Terminal;
import muster.cli.Workbench;
import muster.cli.screen.FindingsScreen;
import muster.cli.screen.Paragraph;
import muster.engine.check.Counts;
import muster.engine.drill.Drill;
import muster.engine.fault.Ledger;
import muster.engine.history.Codec;
import muster.engine.history.Evidence;
import muster.engine.history.OperatorException;
import muster.engine.history.RunFolder;
import muster.engine.report.Findings;
import muster.engine.report.Report;
import muster.engine.report.Reporter;
import muster.pages.Pages;
import muster.scripts.DrillReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code muster report [RUN]}. */
@Command(
        name = "report",
        description = "Judge a run again and write its report again, from the evidence alone.",
        footer = {
            "",
            "Exit: the run's own: 0 all holds, 1 broken, 2 undecided, 4 left unhealed.",
            "",
            "  muster report",
            "  muster report etcd-leader-kill",
            "  muster report --explain linearizable"
        })
public final class ReportCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "RUN",
            arity = "0..1",
            description = "A run's name, its drill for the newest one, or latest (default).")
    private String name = "latest";

    @Option(names = "--explain", paramLabel = "CHECK", description = "Print why one check was decided as it was.")
    private String explain = "";

    @Mixin
    private Format format = new Format();

    private final Workbench workbench;

    /** @param workbench what commands work with */
    public ReportCommand(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public Integer call() {
        RunFolder run = workbench.state().find(name);
        try {
            Evidence evidence = run.evidence();
            Report report = Reporter.report(
                    drill(run, evidence),
                    evidence,
                    Ledger.struckIn(workbench.state().ledger(), evidence.facts().run()));
            Pages.write(report, run);
            print(report.findings(), run);
            return report.findings().exit();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Drill drill(RunFolder run, Evidence evidence) {
        if (evidence.facts().drill().equals("observe")) {
            return ObserveCommand.observing(
                    Duration.ofNanos(evidence.journal().getLast().atNanos()),
                    evidence.facts().store());
        }
        return DrillReader.read(run.drill(), evidence.facts().drill()).drill();
    }

    private void print(Findings findings, RunFolder run) {
        Terminal terminal = workbench.terminal();
        if (format.json()) {
            terminal.out().println(Codec.writeIndented(findings));
            return;
        }
        if (explain.isEmpty()) {
            terminal.out()
                    .print(new FindingsScreen(terminal.outStyle())
                            .show(findings, workbench.shorten(run.report("html"))));
            terminal.out().flush();
            return;
        }
        Findings.Judged judged = findings.verdicts().stream()
                .filter(verdict -> verdict.check().equals(explain))
                .findFirst()
                .orElseThrow(() -> OperatorException.usage(
                        "this run was not judged by %s; it was by %s"
                                .formatted(
                                        explain,
                                        String.join(
                                                ", ",
                                                findings.verdicts().stream()
                                                        .map(Findings.Judged::check)
                                                        .toList())),
                        "muster report"));
        terminal.out()
                .println("%s: %s. %s"
                        .formatted(judged.check(), terminal.outStyle().verdict(judged.verdict()), judged.measured()));
        Paragraph.wrap(judged.why(), Paragraph.COLUMNS).forEach(terminal.out()::println);
        judged.witness().forEach(line -> terminal.out().println(Paragraph.beside("  ", 2, line)));
        if (judged.counts() != null) {
            counts(judged.counts()).forEach(line -> terminal.out().println(Paragraph.beside("  ", 2, line)));
        }
    }

    /** A line for each row: "read-your-writes: reads judged 840, broken 12". */
    private static List<String> counts(Counts counts) {
        return counts.rows().stream()
                .map(row -> "%s: %s"
                        .formatted(
                                row.cells().getFirst(),
                                IntStream.range(1, row.cells().size())
                                        .mapToObj(column -> "%s %s"
                                                .formatted(
                                                        counts.columns()
                                                                .get(column)
                                                                .toLowerCase(Locale.ROOT),
                                                        row.cells().get(column)))
                                        .collect(Collectors.joining(", "))))
                .toList();
    }
}
