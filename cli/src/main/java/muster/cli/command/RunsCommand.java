package muster.cli.command;

import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.Callable;
import muster.cli.Terminal;
import muster.cli.Workbench;
import muster.cli.screen.FindingsScreen;
import muster.cli.screen.Paragraph;
import muster.engine.history.Codec;
import muster.engine.history.OperatorException;
import muster.engine.history.RunFolder;
import muster.engine.report.Findings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code muster runs}. */
@Command(
        name = "runs",
        description = "List the runs that lie in the state directory, newest first.",
        footer = {"", "  muster runs list", "  muster runs show latest"})
public final class RunsCommand implements Callable<Integer> {

    @Mixin
    private Format format = new Format();

    private final Workbench workbench;

    /** @param workbench what commands work with */
    public RunsCommand(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public Integer call() {
        return list(workbench, format);
    }

    /**
     * One run in short.
     *
     * @param run its name
     * @param exit its exit code; -1 if no report was written
     * @param sentence what it found
     */
    record Summary(String run, int exit, String sentence) {}

    /** {@code muster runs list}. */
    @Command(name = "list", description = "List the runs, newest first.")
    public static final class Listing implements Callable<Integer> {

        @Mixin
        private Format format = new Format();

        private final Workbench workbench;

        /** @param workbench what commands work with */
        public Listing(Workbench workbench) {
            this.workbench = workbench;
        }

        @Override
        public Integer call() {
            return list(workbench, format);
        }
    }

    /** {@code muster runs show RUN}. */
    @Command(name = "show", description = "Show what a run found.")
    public static final class Show implements Callable<Integer> {

        @Parameters(
                paramLabel = "RUN",
                arity = "0..1",
                description = "A run's name, its drill for the newest one, or latest (default).")
        private String name = "latest";

        @Mixin
        private Format format = new Format();

        private final Workbench workbench;

        /** @param workbench what commands work with */
        public Show(Workbench workbench) {
            this.workbench = workbench;
        }

        @Override
        public Integer call() {
            Terminal terminal = workbench.terminal();
            RunFolder run = workbench.state().find(name);
            if (!Files.exists(run.report("json"))) {
                throw new OperatorException("%s has no report".formatted(name), "muster report " + name);
            }
            Findings findings = ReportFile.read(run);
            terminal.out()
                    .print(
                            format.json()
                                    ? Codec.writeIndented(findings) + "\n"
                                    : new FindingsScreen(terminal.outStyle())
                                            .show(findings, workbench.shorten(run.report("html"))));
            terminal.out().flush();
            return 0;
        }
    }

    private static int list(Workbench workbench, Format format) {
        Terminal terminal = workbench.terminal();
        List<Summary> summaries = workbench.state().all().stream()
                .map(run -> summary(workbench, run))
                .toList();
        if (format.json()) {
            terminal.out().println(Codec.writeIndented(summaries));
            return 0;
        }
        if (summaries.isEmpty()) {
            terminal.err().println("There is no run yet. Next: muster run etcd-leader-kill");
            return 0;
        }
        for (Summary summary : summaries) {
            terminal.out()
                    .println(terminal.outStyle().strong(summary.run()) + "   exit "
                            + (summary.exit() < 0 ? "?" : Integer.toString(summary.exit())));
            terminal.out().println(Paragraph.beside("", 2, summary.sentence()));
        }
        return 0;
    }

    private static Summary summary(Workbench workbench, RunFolder run) {
        String name = workbench.state().runs().relativize(run.path()).toString();
        if (!Files.exists(run.report("json"))) {
            return new Summary(name, -1, "No report was written. Next: muster report " + name);
        }
        Findings findings = ReportFile.read(run);
        return new Summary(name, findings.exit(), findings.sentence());
    }
}
