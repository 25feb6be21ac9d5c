package muster.engine.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import muster.engine.history.Codec;
import muster.engine.history.OperatorException;
import muster.engine.history.SealedFile;
import org.jspecify.annotations.Nullable;

/**
 * Every harm that is open, on the disk before it is done. A line is struck only after its node was proved clean, so that whoever comes
 * after a killed Muster knows exactly what may be left.
 */
public final class Ledger implements AutoCloseable {

    /** One line of the ledger. */
    public sealed interface Line {}

    /**
     * A harm that is about to be done.
     *
     * @param run the run's name
     * @param injection its number within the run
     * @param site the site's name
     * @param incarnation which instance of the site, see {@link muster.engine.cluster.Site#incarnation()}
     * @param node where
     * @param fault the fault's word
     * @param member whom it hits
     * @param heal the script that undoes it
     * @param clean the script that proves it undone
     * @param by when its node undoes it by itself at the latest, by our clock: for people to read, since nodes count by their own; null
     *     in a ledger of an earlier version
     */
    public record Intent(
            String run,
            int injection,
            String site,
            String incarnation,
            String node,
            String fault,
            String member,
            String heal,
            String clean,
            @Nullable Instant by)
            implements Line {

        /** What its node calls it. */
        String id() {
            return "%s-%d".formatted(run.replaceAll("[^A-Za-z0-9-]", "_"), injection);
        }
    }

    /**
     * A harm whose node was proved clean.
     *
     * @param run the run's name
     * @param injection its number within the run
     */
    public record Struck(String run, int injection) implements Line {}

    private final SealedFile file;

    private Ledger(SealedFile file) {
        this.file = file;
    }

    /**
     * Opens the ledger of a state directory; makes it if it is not there.
     *
     * @throws OperatorException if it cannot be written; then nothing may be broken
     */
    public static Ledger open(Path path) {
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            return new Ledger(SealedFile.open(path));
        } catch (IOException e) {
            throw new OperatorException(
                    "the ledger %s cannot be written: %s".formatted(path, e.getMessage()),
                    "make the folder writable, or name another one in MUSTER_STATE_HOME",
                    e);
        }
    }

    /**
     * The harms that were never struck, oldest first.
     *
     * @throws OperatorException if a line was changed after it was written
     */
    public static List<Intent> openIn(Path path) {
        Map<Struck, Intent> open = new LinkedHashMap<>();
        for (Line line : linesIn(path)) {
            switch (line) {
                case Intent intent -> open.put(new Struck(intent.run(), intent.injection()), intent);
                case Struck struck -> open.remove(struck);
            }
        }
        return new ArrayList<>(open.values());
    }

    /**
     * The harms of one run that were struck, by their number within the run.
     *
     * @throws OperatorException if a line was changed after it was written
     */
    public static Set<Integer> struckIn(Path path, String run) {
        return linesIn(path).stream()
                .filter(Struck.class::isInstance)
                .map(Struck.class::cast)
                .filter(struck -> struck.run().equals(run))
                .map(Struck::injection)
                .collect(Collectors.toSet());
    }

    private static List<Line> linesIn(Path path) {
        if (!Files.exists(path)) {
            return List.of();
        }
        try {
            return SealedFile.read(path).lines().stream()
                    .map(json -> Codec.read(Line.class, json))
                    .toList();
        } catch (IOException e) {
            throw new OperatorException(
                    "the ledger %s cannot be read: %s".formatted(path, e.getMessage()), "make it readable", e);
        }
    }

    /**
     * Writes an intent; on the disk when this returns.
     *
     * @throws UncheckedIOException if it is not; the harm must then not be done
     */
    public void intend(Intent intent) {
        append(intent);
    }

    /**
     * Strikes an intent; on the disk when this returns.
     *
     * @throws UncheckedIOException if it is not; the intent then counts as open
     */
    public void strike(Struck struck) {
        append(struck);
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void append(Line line) {
        try {
            file.append(Codec.write(line));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
