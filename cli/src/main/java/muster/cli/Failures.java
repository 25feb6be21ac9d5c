package muster.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import muster.cli.screen.Paragraph;
import muster.engine.history.ClusterException;
import muster.engine.history.Event;
import muster.engine.history.OperatorException;
import picocli.CommandLine;

/** How a command that failed says so: one line and what to type next, or a trace if the defect is ours. */
final class Failures implements CommandLine.IParameterExceptionHandler, CommandLine.IExecutionExceptionHandler {

    private final Terminal terminal;
    private final boolean debug;
    private final boolean json;

    /** @param arguments what was typed: errors of parsing must know the format before it is parsed */
    Failures(Terminal terminal, List<String> arguments) {
        this.terminal = terminal;
        this.debug = arguments.contains("--debug");
        this.json = arguments.contains("--output=json")
                || arguments.contains("-o=json")
                || arguments.contains("-ojson")
                || follows(arguments, "-o")
                || follows(arguments, "--output");
    }

    @Override
    public int handleParseException(CommandLine.ParameterException e, String[] arguments) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        List<String> near =
                e instanceof CommandLine.UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
        String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("wrong usage");
        say(
                near.isEmpty() ? message : message + "; did you mean " + String.join(" or ", near) + "?",
                command + " --help",
                Exit.USAGE);
        trace(e);
        return Exit.USAGE;
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
        int code = code(e);
        switch (e) {
            case OperatorException operator -> say(String.valueOf(operator.getMessage()), operator.remedy(), code);
            case ClusterException cluster -> say(String.valueOf(cluster.getMessage()), "muster status", code);
            default -> {
                say("a defect in Muster: " + e, "run it again with --debug and report what it prints", code);
            }
        }
        if (code == Exit.DEFECT) {
            e.printStackTrace(terminal.err());
        } else {
            trace(e);
        }
        return code;
    }

    private static int code(Exception e) {
        return switch (e) {
            case OperatorException operator when operator.unhealed() -> Exit.UNHEALED;
            case OperatorException operator when operator.usage() -> Exit.USAGE;
            case OperatorException operator ->
                operator.interruption().map(Event.Interrupted::exit).orElse(Exit.COULD_NOT_START);
            case ClusterException cluster -> Exit.COULD_NOT_START;
            default -> Exit.DEFECT;
        };
    }

    private void say(String message, String remedy, int code) {
        if (json) {
            terminal.out().println(object(message, remedy, code));
            return;
        }
        List<String> lines = message.lines().toList();
        terminal.err().println(terminal.errStyle().bad("muster: ") + fold(lines.getFirst(), 8));
        lines.stream().skip(1).forEach(line -> terminal.err().println("        " + line));
        terminal.err().println("        next: " + remedy);
    }

    private static String fold(String text, int indent) {
        return String.join("\n" + " ".repeat(indent), Paragraph.wrap(text, Paragraph.COLUMNS - indent));
    }

    private void trace(Exception e) {
        if (debug) {
            e.printStackTrace(terminal.err());
        }
    }

    private static String object(String message, String remedy, int code) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = new JsonFactory().createGenerator(text)) {
            generator.writeStartObject();
            generator.writeStringField("error", message);
            generator.writeStringField("next", remedy);
            generator.writeNumberField("exit", code);
            generator.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static boolean follows(List<String> arguments, String flag) {
        int at = arguments.indexOf(flag);
        return at >= 0 && at + 1 < arguments.size() && arguments.get(at + 1).equals("json");
    }
}
