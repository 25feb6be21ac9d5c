package muster.cli.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import muster.cli.Exit;
import muster.cli.Terminal;
import muster.cli.Workbench;
import muster.cli.screen.ContrastScreen;
import muster.engine.history.Codec;
import muster.engine.history.OperatorException;
import muster.engine.history.RunFolder;
import muster.engine.report.contrast.Contrast;
import muster.engine.report.contrast.Judged;
import muster.pages.ContrastPages;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code muster compare LEFT RIGHT}. */
@Command(
        name = "compare",
        description = "Set two stores side by side under the same failures, from your own runs.",
        footer = {
            "",
            "Exit: 0 both measured, 2 a drill was not run yet.",
            "",
            "  muster compare postgres etcd",
            "  muster compare postgres etcd -o json"
        })
public final class CompareCommand implements Callable<Integer> {

    /** The stores that can be compared. */
    enum Stored {
        etcd,
        postgres
    }

    @Parameters(index = "0", paramLabel = "STORE", description = "postgres or etcd.")
    private Stored left = Stored.postgres;

    @Parameters(index = "1", paramLabel = "STORE", description = "The other one.")
    private Stored right = Stored.etcd;

    @Mixin
    private Format format = new Format();

    private final Workbench workbench;

    /** @param workbench what commands work with */
    public CompareCommand(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public Integer call() {
        if (left == right) {
            throw OperatorException.usage("a store is compared with another one", "muster compare postgres etcd");
        }
        Contrast contrast = Contrast.of(left.name(), right.name(), judged());
        Terminal terminal = workbench.terminal();
        try {
            Path folder = workbench
                    .state()
                    .path()
                    .resolve("comparisons")
                    .resolve("%s-%s".formatted(left.name(), right.name()));
            List<Path> pages =
                    ContrastPages.write(contrast, folder, workbench.state().runs());
            terminal.out()
                    .print(
                            format.json()
                                    ? Codec.writeIndented(contrast) + "\n"
                                    : new ContrastScreen(terminal.outStyle())
                                            .show(contrast, workbench.shorten(pages.getLast())));
            terminal.out().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return contrast.missing().isEmpty() ? Exit.OK : Exit.UNDECIDED;
    }

    private List<Judged> judged() {
        List<Judged> judged = new ArrayList<>();
        for (RunFolder run : workbench.state().all()) {
            if (Files.exists(run.report("json"))) {
                judged.add(new Judged(
                        workbench.state().runs().relativize(run.path()).toString(), ReportFile.read(run)));
            }
        }
        return judged;
    }
}
