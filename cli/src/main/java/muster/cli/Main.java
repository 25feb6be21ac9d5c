package muster.cli;

import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import picocli.CommandLine;

/** Where the {@code muster} program begins. */
public final class Main {

    private Main() {}

    /** @param arguments what was typed */
    public static void main(String[] arguments) {
        Locale.setDefault(Locale.ROOT);
        quiet(List.of(arguments).contains("--debug"));
        System.exit(run(arguments, Terminal.ofProcess(System.getenv())));
    }

    /**
     * Runs one command.
     *
     * @return its exit code
     */
    static int run(String[] arguments, Terminal terminal) {
        Workbench workbench = Workbench.ofProcess(List.of(arguments), terminal);
        CommandLine command = Commands.all(workbench);
        Failures failures = new Failures(terminal, List.of(arguments));
        command.setParameterExceptionHandler(failures);
        command.setExecutionExceptionHandler(failures);
        command.setOut(new java.io.PrintWriter(terminal.out(), true));
        command.setErr(new java.io.PrintWriter(terminal.err(), true));
        command.setColorScheme(CommandLine.Help.defaultColorScheme(
                terminal.outStyle().on() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        command.setCaseInsensitiveEnumValuesAllowed(true);
        return command.execute(arguments);
    }

    /** Libraries speak only when asked to: what an operator must know is said by us. */
    private static void quiet(boolean debug) {
        LogManager.getLogManager().reset();
        if (!debug) {
            return;
        }
        Logger root = Logger.getLogger("");
        root.setLevel(Level.INFO);
        root.addHandler(new java.util.logging.ConsoleHandler());
    }
}
