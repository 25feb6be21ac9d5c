package muster.scripts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import muster.engine.history.OperatorException;

/** A small drill that is right, and the folder of those that are shipped. */
final class Samples {

    /** The module's folder: Surefire runs each module in its own. */
    static final Path SHIPPED = Path.of("").toAbsolutePath();

    static final String VALID = """
            title: The leader dies
            believes: One election, nothing lost.
            teaches: [quorum]
            store: etcd
            workload: {clients: 3, rate: 100/s, keys: 4, reads: 50%, deadline: 1s}
            timeline:
              - steady: 1s
              - inject: {fault: kill, target: leader, for: 5s}
              - await: {redundancy: full, within: 30s}
            expect:
              - write-gap: {at-most: predicted}
              - lost-writes: 0
              - linearizable
              - elections: {at-most: 2}
            runbook:
              symptom: Writes hang.
              first: Ask every member.
              decide: Wait or act.
              verify: One leader.
            """;

    private Samples() {}

    /** The lines of a refusal's message. */
    static Stream<String> lines(OperatorException refusal) {
        return String.valueOf(refusal.getMessage()).lines();
    }

    static List<Path> shipped() {
        try (Stream<Path> files = Files.list(SHIPPED)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
