package muster.cli;

import muster.cli.command.DoctorCommand;
import muster.cli.command.DrillsCommand;
import muster.cli.command.HealCommand;
import muster.cli.command.LabCommand;
import muster.cli.command.ObserveCommand;
import muster.cli.command.PlanCommand;
import muster.cli.command.ReportCommand;
import muster.cli.command.RunCommand;
import muster.cli.command.RunsCommand;
import muster.cli.command.StatusCommand;
import muster.cli.command.TrainCommand;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** All commands, wired by constructor. */
final class Commands {

    /** The root: flags that every command takes. */
    @Command(
            name = "muster",
            description = "Rehearse the failure of a small cluster, and know what it would cost.",
            synopsisSubcommandLabel = "COMMAND",
            versionProvider = Version.class,
            footer = {
                "",
                "Exit: 0 all holds, 1 broken, 2 undecided, 3 could not start,",
                "4 left unhealed, 64 usage, 70 a defect of ours, 130 interrupted.",
                "",
                "  muster run etcd-leader-kill    break the leader of a lab, measure, report",
                "  muster lab up                  three real etcd servers on this machine",
                "  muster status                  who leads, who lags, what is tolerated",
                "  muster drills                  what can be rehearsed"
            })
    static final class Root {

        @Option(
                names = "--debug",
                scope = ScopeType.INHERIT,
                description = "Print the trace of an error, and what libraries log.")
        private boolean debug;

        @Option(
                names = "--install",
                scope = ScopeType.INHERIT,
                hidden = true,
                description = "Install what is missing without asking (the launcher acts on it).")
        private boolean install;

        @Option(
                names = "--no-install",
                scope = ScopeType.INHERIT,
                hidden = true,
                description = "Never install anything (the launcher acts on it).")
        private boolean noInstall;

        @Option(
                names = {"-h", "--help"},
                usageHelp = true,
                scope = ScopeType.INHERIT,
                description = "Show this help.")
        private boolean help;

        @Option(names = {"-V", "--version"}, versionHelp = true, description = "Show the version.")
        private boolean version;
    }

    private Commands() {}

    static CommandLine all(Workbench workbench) {
        CommandLine root = new CommandLine(new Root());
        root.addSubcommand(new RunCommand(workbench));
        root.addSubcommand(new PlanCommand(workbench));
        root.addSubcommand(new ObserveCommand(workbench));
        root.addSubcommand(new StatusCommand(workbench));
        root.addSubcommand(new CommandLine(new DrillsCommand(workbench))
                .addSubcommand(new DrillsCommand.Show(workbench)));
        root.addSubcommand(new CommandLine(new RunsCommand(workbench))
                .addSubcommand(new RunsCommand.Listing(workbench))
                .addSubcommand(new RunsCommand.Show(workbench)));
        root.addSubcommand(new ReportCommand(workbench));
        root.addSubcommand(new HealCommand(workbench));
        root.addSubcommand(new CommandLine(new LabCommand(workbench))
                .addSubcommand(new LabCommand.Up(workbench))
                .addSubcommand(new LabCommand.Status(workbench))
                .addSubcommand(new LabCommand.Logs(workbench))
                .addSubcommand(new LabCommand.OpenShell(workbench))
                .addSubcommand(new LabCommand.Down(workbench)));
        root.addSubcommand(new DoctorCommand(workbench));
        root.addSubcommand("completion", new AutoComplete.GenerateCompletion());
        root.addSubcommand(new TrainCommand(workbench));
        root.setUsageHelpAutoWidth(false);
        root.setUsageHelpWidth(80);
        exitCodes(root);
        return root;
    }

    private static void exitCodes(CommandLine command) {
        command.getCommandSpec()
                .exitCodeOnInvalidInput(Exit.USAGE)
                .exitCodeOnExecutionException(Exit.DEFECT);
        command.getSubcommands().values().forEach(Commands::exitCodes);
    }
}
