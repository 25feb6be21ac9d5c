package muster.postgres.reconcile;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import muster.engine.history.OperatorException;
import muster.engine.history.StepFile;

/** What was done of one reconciliation, a sealed line for each step; what a killed Muster left undone can be read from it. */
public final class StepJournal implements AutoCloseable {

    private final StepFile<Line> steps;

    private StepJournal(StepFile<Line> steps) {
        this.steps = steps;
    }

    /**
     * The one that was begun and not closed; empty if there is none.
     *
     * @param root the folder of all reconciliations
     * @throws OperatorException if a line was changed after it was written
     */
    public static Optional<StepJournal> unfinished(Path root) {
        return StepFile.unfinished(root, Line.class, StepJournal::isOpen).map(StepJournal::new);
    }

    /**
     * Begins one.
     *
     * @param root the folder of all reconciliations
     * @throws OperatorException if it cannot be written; nothing may then be changed
     */
    public static StepJournal begin(Path root, Line.Begun begun) {
        return new StepJournal(StepFile.begin(root.resolve(begun.name()), begun));
    }

    /** Where it lies, and the salvage with it. */
    public Path folder() {
        return steps.folder();
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
        steps.append(line);
    }

    @Override
    public void close() {
        steps.close();
    }

    private static boolean isOpen(List<Line> lines) {
        return !(lines.getLast() instanceof Line.Closed || lines.getLast() instanceof Line.Abandoned);
    }

    private <L extends Line> Optional<L> first(Class<L> kind) {
        return all(kind).stream().findFirst();
    }

    private <L extends Line> List<L> all(Class<L> kind) {
        return steps.all(kind);
    }
}
