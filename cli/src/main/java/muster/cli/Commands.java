package muster.cli;

import muster.cli.command.CompareCommand;
import muster.cli.command.CompletionCommand;
import muster.cli.command.DoctorCommand;
import muster.cli.command.DrillsCommand;
import muster.cli.command.ExamCommand;
import muster.cli.command.HaltCommand;
import muster.cli.command.HealCommand;
import muster.cli.command.LabCommand;
import muster.cli.command.ObserveCommand;
import muster.cli.command.PlanCommand;
import muster.cli.command.ReconcileCommand;
import muster.cli.command.RecoverCommand;
import muster.cli.command.RecoverEtcdCommand;
import muster.cli.command.ReportCommand;
import muster.cli.command.ResumeCommand;
import muster.cli.command.RunCommand;
import muster.cli.command.RunsCommand;
import muster.cli.command.SiteCommand;
import muster.cli.command.StatusCommand;
import muster.cli.command.TrainCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ScopeType;

/** All commands, wired by constructor. */
final class Commands {

    /** The root: what all commands have in common. */
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
    static final class Root {}

    private Commands() {}

    static CommandLine all(Workbench workbench) {
        CommandLine root = new CommandLine(new Root());
        root.getCommandSpec()
                .addOption(flag("Show this help.", "-h", "--help")
                        .usageHelp(true)
                        .scopeType(ScopeType.INHERIT)
                        .build())
                .addOption(flag("Print the trace of an error, and what libraries log.", "--debug")
                        .scopeType(ScopeType.INHERIT)
                        .build())
                .addOption(flag("Install missing packages without asking.", "--install")
                        .scopeType(ScopeType.INHERIT)
                        .hidden(true)
                        .build())
                .addOption(flag("Never install anything.", "--no-install")
                        .scopeType(ScopeType.INHERIT)
                        .hidden(true)
                        .build())
                .addOption(flag("Show the version.", "-V", "--version")
                        .versionHelp(true)
                        .build());
        root.addSubcommand(new RunCommand(workbench));
        root.addSubcommand(new PlanCommand(workbench));
        root.addSubcommand(new ObserveCommand(workbench));
        root.addSubcommand(new StatusCommand(workbench));
        root.addSubcommand(
                new CommandLine(new DrillsCommand(workbench)).addSubcommand(new DrillsCommand.Show(workbench)));
        root.addSubcommand(new CommandLine(new RunsCommand(workbench))
                .addSubcommand(new RunsCommand.Listing(workbench))
                .addSubcommand(new RunsCommand.Show(workbench)));
        root.addSubcommand(new ReportCommand(workbench));
        root.addSubcommand(new CompareCommand(workbench));
        root.addSubcommand(new ExamCommand(workbench));
        root.addSubcommand(new ReconcileCommand(workbench));
        root.addSubcommand(new CommandLine(new RecoverCommand()).addSubcommand(new RecoverEtcdCommand(workbench)));
        root.addSubcommand(new HealCommand(workbench));
        root.addSubcommand(new HaltCommand(workbench));
        root.addSubcommand(new ResumeCommand(workbench));
        root.addSubcommand(new CommandLine(new LabCommand(workbench))
                .addSubcommand(new LabCommand.Up(workbench))
                .addSubcommand(new LabCommand.Status(workbench))
                .addSubcommand(new LabCommand.Logs(workbench))
                .addSubcommand(new LabCommand.OpenShell(workbench))
                .addSubcommand(new LabCommand.Down(workbench)));
        root.addSubcommand(new CommandLine(new SiteCommand(workbench))
                .addSubcommand(new SiteCommand.Add(workbench))
                .addSubcommand(new SiteCommand.Listing(workbench))
                .addSubcommand(new SiteCommand.Show(workbench))
                .addSubcommand(new SiteCommand.Allow(workbench))
                .addSubcommand(new SiteCommand.Deny(workbench))
                .addSubcommand(new SiteCommand.Remove(workbench)));
        root.addSubcommand(new DoctorCommand(workbench));
        root.addSubcommand(new CompletionCommand(workbench));
        root.addSubcommand(new TrainCommand(workbench));
        root.setUsageHelpAutoWidth(false);
        root.setUsageHelpWidth(80);
        exitCodes(root);
        return root;
    }

    private static OptionSpec.Builder flag(String description, String... names) {
        return OptionSpec.builder(names).description(description);
    }

    private static void exitCodes(CommandLine command) {
        command.getCommandSpec().exitCodeOnInvalidInput(Exit.USAGE).exitCodeOnExecutionException(Exit.DEFECT);
        command.getSubcommands().values().forEach(Commands::exitCodes);
    }
}
