package muster.cli.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import muster.engine.history.Codec;
import muster.engine.history.OperatorException;
import muster.engine.history.RunFolder;
import muster.engine.report.Findings;

/** A run's {@code report.json}. */
final class ReportFile {

    private ReportFile() {}

    /**
     * What a run found.
     *
     * @throws OperatorException if the file is none of this version's, with the command that writes it again
     */
    static Findings read(RunFolder run) {
        try {
            return Codec.read(Findings.class, Files.readString(run.report("json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (IllegalArgumentException e) {
            throw new OperatorException(
                    "%s: %s".formatted(run.report("json"), e.getMessage()), "muster report " + run.path(), e);
        }
    }
}
