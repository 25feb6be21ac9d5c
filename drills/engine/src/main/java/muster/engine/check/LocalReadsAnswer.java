package muster.engine.check;

import muster.engine.history.Evidence;

/** Members that were left answered reads of what they have while writes stopped. */
public record LocalReadsAnswer() implements Check {

    @Override
    public String word() {
        return "local-reads-answer";
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
