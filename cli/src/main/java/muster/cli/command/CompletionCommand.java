package muster.cli.command;

import java.util.concurrent.Callable;
import muster.cli.Workbench;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code muster completion}. */
@Command(
        name = "completion",
        description = "Print a completion script for bash and zsh.",
        footer = {"", "  source <(muster completion)"})
public final class CompletionCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Workbench workbench;

    /** @param workbench what commands work with */
    public CompletionCommand(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public Integer call() {
        CommandLine root = spec.root().commandLine();
        workbench.terminal().out().print(AutoComplete.bash("muster", root));
        workbench.terminal().out().flush();
        return 0;
    }
}
