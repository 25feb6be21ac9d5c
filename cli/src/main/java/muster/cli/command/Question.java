package muster.cli.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import muster.cli.Workbench;
import org.jspecify.annotations.Nullable;

/** Asks whoever sits before the terminal for a line. */
final class Question {

    private final Workbench workbench;

    Question(Workbench workbench) {
        this.workbench = workbench;
    }

    /** What was typed; null if nobody can be asked. */
    @Nullable
    String ask(String words) {
        if (!workbench.terminal().answers()) {
            return null;
        }
        workbench.terminal().err().print(words);
        workbench.terminal().err().flush();
        try {
            String line = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
            return line == null ? null : line.strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
