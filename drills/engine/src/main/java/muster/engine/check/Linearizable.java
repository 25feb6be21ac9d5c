package muster.engine.check;

import muster.engine.history.Evidence;

/** Each register behaved as if there were one copy of it. */
public record Linearizable() implements Check {

    @Override
    public String word() {
        return "linearizable";
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
