package muster.engine.check;

import muster.engine.history.Evidence;

/** How long no write was acknowledged. */
public record WriteGap(Limit atMost) implements Check {

    @Override
    public String word() {
        return "write-gap";
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
