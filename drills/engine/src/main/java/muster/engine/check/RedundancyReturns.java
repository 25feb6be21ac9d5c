package muster.engine.check;

import muster.engine.history.Evidence;

/** Full redundancy returned within the time that the drill gave it; judged in every run that waits for it. */
public record RedundancyReturns() implements Check {

    @Override
    public String word() {
        return "redundancy-returns";
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
