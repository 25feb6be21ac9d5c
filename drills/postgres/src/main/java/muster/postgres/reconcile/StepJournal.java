package muster.postgres.reconcile;

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

/** What was done of one reconciliation, a sealed line for each step; what a killed Muster left undone can be read from it. */
public final class StepJournal implements AutoCloseable {

    private static final String FILE = "journal.jsonl";

    private final Path folder;
    private final List<Line> lines;
    private final SealedFile file;

    private StepJournal(Path folder, List<Line> lines, SealedFile file) {
        this.folder = folder;
        this.lines = lines;
        this.file = file;
    }

    /**
     * The one that was begun and not closed; empty if there is none.
     *
     * @param root the folder of all reconciliations
     * @throws OperatorException if a line was changed after it was written
     */
    public static Optional<StepJournal> unfinished(Path root) {
        if (!Files.isDirectory(root)) {
            return Optional.empty();
        }
        try (Stream<Path> folders = Files.list(root)) {
            for (Path folder : folders.filter(each -> Files.exists(each.resolve(FILE)))
                    .sorted()
                    .toList()) {
                List<Line> lines = read(folder);
                if (!lines.isEmpty()
                        && !(lines.getLast() instanceof Line.Closed || lines.getLast() instanceof Line.Abandoned)) {
                    return Optional.of(new StepJournal(folder, lines, SealedFile.open(folder.resolve(FILE))));
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
     * @param root the folder of all reconciliations
     * @throws OperatorException if it cannot be written; nothing may then be changed
     */
    public static StepJournal begin(Path root, Line.Begun begun) {
        Path folder = root.resolve(begun.name());
        try {
            Files.createDirectories(folder);
            StepJournal journal = new StepJournal(folder, new ArrayList<>(), SealedFile.open(folder.resolve(FILE)));
            journal.append(begun);
            return journal;
        } catch (IOException | UncheckedIOException e) {
            throw new OperatorException(
                    "%s cannot be written: %s; nothing was changed".formatted(folder, e.getMessage()),
                    "make room there, or name another folder in MUSTER_STATE_HOME",
                    e);
        }
    }

    /** Where it lies, and the salvage with it. */
    public Path folder() {
        return folder;
    }

    /** How it began. */
    public Line.Begun begun() {
        return first(Line.Begun.class).orElseThrow();
    }

    /** The salvage, if it is on the disk. */
    public Optional<SalvageReport> salvage() {
        return all(Line.Salvaged.class).stream().map(Line.Salvaged::salvage).reduce((_, last) -> last);
    }

    /** What was done in a step; empty if it is not done. */
    public Optional<String> done(Step step) {
        return all(Line.Done.class).stream()
                .filter(done -> done.step() == step)
                .map(Line.Done::words)
                .findFirst();
    }

    /** True if the loser's data may have been changed. */
    boolean returning() {
        return first(Line.Returning.class).isPresent();
    }

    /** Why the loser's data is made anew; empty if pg_rewind was the last thing that was tried. */
    Optional<String> whyReseed() {
        return all(Line.Returning.class).stream()
                .reduce((_, last) -> last)
                .filter(last -> !last.rewind())
                .map(Line.Returning::words);
    }

    /** The first step that is not done. */
    public Step next() {
        for (Step step : Step.values()) {
            if (done(step).isEmpty()) {
                return step;
            }
        }
        return Step.VERIFY;
    }

    /** Gives it up because the site in which it was begun is gone, with all that was done there. */
    public void siteGone() {
        append(new Line.Abandoned());
    }

    /**
     * Gives it up; its salvage stays.
     *
     * @throws OperatorException if the losing server was touched: it must then be brought to its end
     */
    public void abandon() {
        if (done(Step.SALVAGE).isPresent()) {
            throw new OperatorException(
                    "the reconciliation %s, in which %s wins, has begun to stop %s and must come to its end"
                            .formatted(begun().name(), begun().winner(), begun().loser()),
                    "muster reconcile");
        }
        append(new Line.Abandoned());
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

    private <L extends Line> Optional<L> first(Class<L> kind) {
        return all(kind).stream().findFirst();
    }

    private <L extends Line> List<L> all(Class<L> kind) {
        return lines.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private static List<Line> read(Path folder) throws IOException {
        List<Line> lines = new ArrayList<>();
        for (String json : SealedFile.read(folder.resolve(FILE)).lines()) {
            lines.add(Codec.read(Line.class, json));
        }
        return lines;
    }
}
