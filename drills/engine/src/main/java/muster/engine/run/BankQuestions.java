package muster.engine.run;

import java.util.SplittableRandom;
import muster.engine.cluster.Call;
import muster.engine.drill.Workload;
import muster.engine.history.Op;
import muster.engine.history.Transfer;

/** Transfers between accounts, each of an amount of its own, and reads of all accounts at once. */
final class BankQuestions implements Questions {

    private final Workload workload;

    BankQuestions(Workload workload) {
        this.workload = workload;
    }

    @Override
    public Call next(long id, int client, SplittableRandom random) {
        int dice = random.nextInt(100);
        if (dice < workload.readsPercent()) {
            return new Call(id, Op.Kind.SNAPSHOT, Call.BOOK, null, null);
        }
        if (dice < workload.readsPercent() + workload.localReadsPercent()) {
            return local(id, random);
        }
        int from = random.nextInt(workload.keys());
        int to = (from + 1 + random.nextInt(workload.keys() - 1)) % workload.keys();
        return new Call(id, Op.Kind.TRANSFER, Call.BOOK, new Transfer("a" + from, "a" + to, id + 1).text(), null);
    }

    @Override
    public Call local(long id, SplittableRandom random) {
        return new Call(id, Op.Kind.LOCAL_SNAPSHOT, Call.BOOK, null, null);
    }

    @Override
    public void ended(Op op) {
        // The next question does not depend on what was answered.
    }
}
