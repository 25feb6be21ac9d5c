package muster.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import muster.cli.screen.Style;

/**
 * The two streams that a command prints on: data on {@code out}, all else on {@code err}. Each is judged for itself, since one may be a
 * terminal and the other a file.
 *
 * @param out data
 * @param err everything else
 * @param outStyle colour on {@code out}
 * @param errStyle colour on {@code err}
 * @param answers true if somebody can be asked: standard input is a terminal, and so is {@code err}
 * @param live true if {@code err} is a terminal that lines can be painted on again and again
 */
public record Terminal(
        PrintStream out, PrintStream err, Style outStyle, Style errStyle, boolean answers, boolean live) {

    /** The process's own streams. */
    public static Terminal ofProcess(Map<String, String> environment) {
        boolean plain = !environment.getOrDefault("NO_COLOR", "").isEmpty()
                || environment.getOrDefault("TERM", "dumb").equals("dumb");
        boolean outTerminal = isTerminal(1);
        boolean errTerminal = isTerminal(2);
        return new Terminal(
                System.out,
                System.err,
                new Style(outTerminal && !plain),
                new Style(errTerminal && !plain),
                isTerminal(0) && errTerminal,
                errTerminal && !environment.getOrDefault("TERM", "dumb").equals("dumb"));
    }

    private static boolean isTerminal(int descriptor) {
        try {
            Path target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor));
            return target.startsWith("/dev/pts") || target.toString().matches("/dev/(tty.*|console)");
        } catch (IOException e) {
            return false;
        }
    }
}
