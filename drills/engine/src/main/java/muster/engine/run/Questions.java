package muster.engine.run;

import java.util.SplittableRandom;
import muster.engine.cluster.Call;
import muster.engine.drill.Workload;
import muster.engine.history.Op;

/** What clients ask under one kind of workload. Safe for threads. */
interface Questions {

    /** The questions of a workload. */
    static Questions of(Workload workload) {
        return switch (workload.kind()) {
            case REGISTER -> new RegisterQuestions(workload);
            case INSERT -> new ElementQuestions(workload);
            case BANK -> new BankQuestions(workload);
        };
    }

    /** A client's next call. */
    Call next(long id, int client, SplittableRandom random);

    /** The next read of what some member has by itself. */
    Call local(long id, SplittableRandom random);

    /** A call's client stopped waiting. */
    void ended(Op op);
}
