package muster.cli.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import muster.cli.Interrupts;
import muster.cli.Terminal;
import muster.cli.Workbench;
import muster.cli.screen.FindingsScreen;
import muster.cli.screen.LiveLine;
import muster.cli.screen.PlanScreen;
import muster.cli.screen.Progress;
import muster.engine.drill.Drill;
import muster.engine.fault.Ledger;
import muster.engine.history.Codec;
import muster.engine.history.Evidence;
import muster.engine.history.RunFolder;
import muster.engine.history.View;
import muster.engine.report.Findings;
import muster.engine.report.Report;
import muster.engine.report.Reporter;
import muster.engine.run.Look;
import muster.engine.run.Plan;
import muster.engine.run.Planner;
import muster.engine.run.RunRequest;
import muster.engine.run.Runner;
import muster.pages.Pages;

/** Runs a drill before the operator's eyes: plan, progress, findings, pages. */
final class Recorder {

    private static final Duration DEADLINE = Duration.ofSeconds(1);

    private final Workbench workbench;
    private final boolean json;
    private final Confirmation confirmation;

    Recorder(Workbench workbench, boolean json, Confirmation confirmation) {
        this.workbench = workbench;
        this.json = json;
        this.confirmation = confirmation;
    }

    /** A run that was judged. */
    record Rehearsed(RunFolder folder, Findings findings) {}

    /** Runs a drill and prints what it found; returns the findings' exit code. */
    int record(Drill drill, String text, Workbench.Cluster cluster) throws InterruptedException {
        Rehearsed rehearsed = rehearse(drill, text, cluster);
        print(rehearsed.findings(), rehearsed.folder());
        return rehearsed.findings().exit();
    }

    /** Runs a drill before the operator's eyes, and prints nothing on standard output. */
    Rehearsed rehearse(Drill drill, String text, Workbench.Cluster cluster) throws InterruptedException {
        Terminal terminal = workbench.terminal();
        View view = Look.around(cluster.store(), cluster.site().members(), System.nanoTime(), DEADLINE);
        Plan plan = new Planner(cluster.site()).plan(drill, view);
        terminal.err().print(new PlanScreen(terminal.errStyle()).show(plan));
        terminal.err().println();
        confirmation.demand(plan);
        RunFolder folder = run(new RunRequest(drill, text, plan, workbench.command(), workbench.version()), cluster);
        return new Rehearsed(folder, report(drill, folder));
    }

    private RunFolder run(RunRequest request, Workbench.Cluster cluster) {
        Terminal terminal = workbench.terminal();
        try (LiveLine line = new LiveLine(terminal.err(), terminal.live(), workbench.columns())) {
            Progress progress = new Progress(line, terminal.errStyle());
            Runner runner = new Runner(cluster.ground(), workbench.state(), List.of(progress), progress::follow);
            try (var _ = Interrupts.cancelling(runner, line, progress::healsWithin)) {
                return runner.run(request);
            }
        }
    }

    private Findings report(Drill drill, RunFolder folder) {
        try {
            Evidence evidence = folder.evidence();
            Report report = Reporter.report(
                    drill,
                    evidence,
                    Ledger.struckIn(workbench.state().ledger(), evidence.facts().run()));
            Pages.write(report, folder);
            return report.findings();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void print(Findings findings, RunFolder folder) {
        Terminal terminal = workbench.terminal();
        if (json) {
            terminal.out().println(Codec.writeIndented(findings));
            terminal.out().flush();
            return;
        }
        String path = workbench.shorten(latest(folder));
        terminal.out().print(new FindingsScreen(terminal.outStyle()).show(findings, path));
        terminal.out().flush();
    }

    /** By the alias of the newest run, which is short enough for a line of a terminal. */
    private static Path latest(RunFolder folder) {
        return new RunFolder(folder.path().resolveSibling("latest")).report("html");
    }
}
