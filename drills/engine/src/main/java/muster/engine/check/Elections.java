package muster.engine.check;

import muster.engine.history.Evidence;

/** How often a new leader was elected. */
public record Elections(int atMost) implements Check {

    @Override
    public String word() {
        return "elections";
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
