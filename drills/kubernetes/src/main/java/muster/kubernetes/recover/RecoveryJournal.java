package muster.kubernetes.recover;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import muster.engine.history.OperatorException;
import muster.engine.history.StepFile;

/** What was done of one recovery, a sealed line for each step; what a killed Muster left undone can be read from it. */
public final class RecoveryJournal implements AutoCloseable {

    private final StepFile<Line> steps;

    private RecoveryJournal(StepFile<Line> steps) {
        this.steps = steps;
    }

    /**
     * The one of a site that was begun and not closed; empty if there is none.
     *
     * @param root the folder of all recoveries
     * @throws OperatorException if a line was changed after it was written
     */
    public static Optional<RecoveryJournal> unfinished(Path root, String site) {
        return StepFile.unfinished(root, Line.class, lines -> isOpen(lines, site))
                .map(RecoveryJournal::new);
    }

    /**
     * Begins one.
     *
     * @param root the folder of all recoveries
     * @throws OperatorException if it cannot be written; nothing may then be changed
     */
    public static RecoveryJournal begin(Path root, Line.Begun begun) {
        return new RecoveryJournal(StepFile.begin(root.resolve(begun.id()), begun));
    }

    /** Where it lies. */
    public Path folder() {
        return steps.folder();
    }

    /** How it began. */
    public Line.Begun begun() {
        return steps.all(Line.Begun.class).getFirst();
    }

    /** What was said when a step was done; empty if it is not done. */
    public Optional<Line.Done> done(String step) {
        return steps.all(Line.Done.class).stream()
                .filter(done -> done.step().equals(step))
                .findFirst();
    }

    /** Closes it where it stands, for its servers are gone with all that they had: nothing is left to go on with. */
    public void dismiss(Instant at) {
        append(new Line.Closed(at));
    }

    /** Writes a line; on the disk when this returns. */
    void append(Line line) {
        steps.append(line);
    }

    @Override
    public void close() {
        steps.close();
    }

    private static boolean isOpen(List<Line> lines, String site) {
        return lines.getFirst() instanceof Line.Begun begun
                && begun.site().equals(site)
                && !(lines.getLast() instanceof Line.Closed);
    }
}
