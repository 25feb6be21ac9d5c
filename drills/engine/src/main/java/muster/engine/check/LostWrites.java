package muster.engine.check;

import muster.engine.history.Evidence;

/** How many acknowledged writes are not in the store after recovery. */
public record LostWrites(long allowed) implements Check {

    @Override
    public String word() {
        return "lost-writes";
    }

    @Override
    public String allows() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Verdict judge(Evidence evidence) {
        throw new UnsupportedOperationException();
    }
}
