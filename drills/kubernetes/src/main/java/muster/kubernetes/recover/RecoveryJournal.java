package muster.kubernetes.recover;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import muster.engine.history.Codec;
import muster.engine.history.OperatorException;
import muster.engine.history.SealedFile;

/** What was done of one recovery, a sealed line for each step; what a killed Muster left undone can be read from it. */
public final class RecoveryJournal implements AutoCloseable {

    private static final String FILE = "journal.jsonl";

    private final Path folder;
    private final List<Line> lines;
    private final SealedFile file;

    private RecoveryJournal(Path folder, List<Line> lines, SealedFile file) {
        this.folder = folder;
        this.lines = lines;
        this.file = file;
    }

    /**
     * The one of a site that was begun and not closed; empty if there is none.
     *
     * @param root the folder of all recoveries
     * @throws OperatorException if a line was changed after it was written
     */
    public static Optional<RecoveryJournal> unfinished(Path root, String site) {
        if (!Files.isDirectory(root)) {
            return Optional.empty();
        }
        try (Stream<Path> folders = Files.list(root)) {
            for (Path folder : folders.filter(each -> Files.exists(each.resolve(FILE)))
                    .sorted()
                    .toList()) {
                List<Line> lines = read(folder);
                if (!lines.isEmpty()
                        && lines.getFirst() instanceof Line.Begun begun
                        && begun.site().equals(site)
                        && !(lines.getLast() instanceof Line.Closed)) {
                    return Optional.of(new RecoveryJournal(folder, lines, SealedFile.open(folder.resolve(FILE))));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Begins one.
     *
     * @param root the folder of all recoveries
     * @throws OperatorException if it cannot be written; nothing may then be changed
     */
    public static RecoveryJournal begin(Path root, Line.Begun begun) {
        Path folder = root.resolve(begun.id());
        try {
            Files.createDirectories(folder);
            RecoveryJournal journal =
                    new RecoveryJournal(folder, new ArrayList<>(), SealedFile.open(folder.resolve(FILE)));
            journal.append(begun);
            return journal;
        } catch (IOException | UncheckedIOException e) {
            throw new OperatorException(
                    "%s cannot be written: %s; nothing was changed".formatted(folder, e.getMessage()),
                    "make room there, or name another folder in MUSTER_STATE_HOME",
                    e);
        }
    }

    /** Where it lies. */
    public Path folder() {
        return folder;
    }

    /** How it began. */
    public Line.Begun begun() {
        return (Line.Begun) lines.getFirst();
    }

    /** What was said when a step was done; empty if it is not done. */
    public Optional<Line.Done> done(String step) {
        return lines.stream()
                .filter(Line.Done.class::isInstance)
                .map(Line.Done.class::cast)
                .filter(done -> done.step().equals(step))
                .findFirst();
    }

    /** Writes a line; on the disk when this returns. */
    void append(Line line) {
        try {
            file.append(Codec.write(line));
            lines.add(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Line> read(Path folder) throws IOException {
        List<Line> lines = new ArrayList<>();
        for (String json : SealedFile.read(folder.resolve(FILE)).lines()) {
            lines.add(Codec.read(Line.class, json));
        }
        return lines;
    }
}
