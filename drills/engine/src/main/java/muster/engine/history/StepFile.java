package muster.engine.history;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What was done of one procedure, a sealed line for each step in a folder of its own; what a killed Muster left undone can be read from it.
 *
 * @param <L> a line
 */
public final class StepFile<L> implements AutoCloseable {

    private static final String FILE = "journal.jsonl";

    private final Path folder;
    private final List<L> lines;
    private final SealedFile file;

    private StepFile(Path folder, List<L> lines) throws IOException {
        this.folder = folder;
        this.lines = lines;
        this.file = SealedFile.open(folder.resolve(FILE));
    }

    /**
     * The first by name that was begun and not brought to its end; empty if there is none.
     *
     * @param root the folder of all procedures of that kind
     * @param kind of a line
     * @param open true for the lines, one at least, of a procedure that is meant and still open
     * @throws OperatorException if a line was changed after it was written
     */
    public static <L> Optional<StepFile<L>> unfinished(Path root, Class<L> kind, Predicate<List<L>> open) {
        if (!Files.isDirectory(root)) {
            return Optional.empty();
        }
        try (Stream<Path> folders = Files.list(root)) {
            for (Path folder : folders.filter(each -> Files.exists(each.resolve(FILE)))
                    .sorted()
                    .toList()) {
                List<L> lines = read(folder, kind);
                if (!lines.isEmpty() && open.test(lines)) {
                    return Optional.of(new StepFile<>(folder, lines));
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
     * @param folder its own, which is made
     * @param begun the first line
     * @throws OperatorException if it cannot be written; nothing may then be changed
     */
    public static <L> StepFile<L> begin(Path folder, L begun) {
        try {
            Files.createDirectories(folder);
            StepFile<L> steps = new StepFile<>(folder, new ArrayList<>());
            steps.append(begun);
            return steps;
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

    /** The lines of one kind, the oldest first. */
    public <K extends L> List<K> all(Class<K> kind) {
        return lines.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** Writes a line; on the disk when this returns. */
    public void append(L line) {
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

    private static <L> List<L> read(Path folder, Class<L> kind) throws IOException {
        List<L> lines = new ArrayList<>();
        for (String json : SealedFile.read(folder.resolve(FILE)).lines()) {
            lines.add(Codec.read(kind, json));
        }
        return lines;
    }
}
