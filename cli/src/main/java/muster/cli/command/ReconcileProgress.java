package muster.cli.command;

import java.util.function.Supplier;
import muster.cli.screen.LiveLine;
import muster.cli.screen.Paragraph;
import muster.postgres.reconcile.Progress;
import muster.postgres.reconcile.Step;

/** Says each step as it is done, and on a terminal which one is under way, and for how long. */
final class ReconcileProgress implements Progress {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final int COLUMN = 12;

    private final LiveLine line;

    ReconcileProgress(LiveLine line) {
        this.line = line;
    }

    /** What a live line says while something is done. */
    static Supplier<String> underWay(String what) {
        long begin = System.nanoTime();
        return () -> "  … %s %.0f s".formatted(what, (System.nanoTime() - begin) / NANOS_PER_SECOND);
    }

    @Override
    public void begins(Step step) {
        line.set(underWay(step.word()));
    }

    @Override
    public void done(Step step, String words) {
        line.set(null);
        line.say(Paragraph.beside("  " + step.word(), COLUMN, words));
    }
}
