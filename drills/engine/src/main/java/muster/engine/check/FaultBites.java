package muster.engine.check;

import muster.engine.history.Evidence;

/** Every fault had its effect; judged in every run that injects. */
public record FaultBites() implements Check {

    @Override
    public String word() {
        return "fault-bites";
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
