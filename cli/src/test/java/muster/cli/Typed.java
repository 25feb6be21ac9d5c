package muster.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import muster.cli.screen.Style;
import muster.engine.history.StateFolder;

/**
 * What a command said when it was typed.
 *
 * @param out on standard output
 * @param err on standard error
 * @param exit its code
 */
record Typed(String out, String err, int exit) {

    /** Runs a command in this process, without a terminal. */
    static Typed muster(Path state, Map<String, String> environment, String... arguments) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try (PrintStream outStream = new PrintStream(out, true, StandardCharsets.UTF_8);
                PrintStream errStream = new PrintStream(err, true, StandardCharsets.UTF_8)) {
            Terminal terminal = new Terminal(outStream, errStream, new Style(false), new Style(false), false, false);
            Path home = Path.of("..").toRealPath();
            int exit = Main.run(new Workbench(new StateFolder(state), home, terminal, environment, List.of(arguments)));
            return new Typed(out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8), exit);
        }
    }
}
