package muster.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import picocli.CommandLine;

/** Where the {@code muster} program begins. */
public final class Main {

    private Main() {}

    /**
     * Runs one command and ends the process with its exit code.
     *
     * @param arguments what was typed
     */
    public static void main(String[] arguments) {
        Locale.setDefault(Locale.ROOT);
        quiet(List.of(arguments).contains("--debug"));
        System.exit(run(Workbench.ofProcess(List.of(arguments))));
    }

    /**
     * Runs one command.
     *
     * @return its exit code
     */
    static int run(Workbench workbench) {
        Terminal terminal = workbench.terminal();
        List<String> arguments = workbench.arguments();
        CommandLine command = Commands.all(workbench);
        Failures failures = new Failures(terminal, arguments);
        command.setParameterExceptionHandler(failures);
        command.setExecutionExceptionHandler(failures);
        command.setOut(writer(terminal.out()));
        command.setErr(writer(terminal.err()));
        command.setColorScheme(CommandLine.Help.defaultColorScheme(
                terminal.outStyle().on() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        command.setCaseInsensitiveEnumValuesAllowed(true);
        return command.execute(arguments.toArray(String[]::new));
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
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
