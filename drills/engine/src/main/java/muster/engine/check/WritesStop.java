package muster.engine.check;

import muster.engine.history.Evidence;

/** No write was acknowledged while the fault held: a majority was really gone. */
public record WritesStop() implements Check {

    @Override
    public String word() {
        return "writes-stop";
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
