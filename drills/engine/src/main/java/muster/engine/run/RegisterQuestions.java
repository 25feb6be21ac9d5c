package muster.engine.run;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import muster.engine.cluster.Call;
import muster.engine.drill.Workload;
import muster.engine.history.Op;
import muster.engine.history.Outcome;
import org.jspecify.annotations.Nullable;

/** Reads, writes and compare-and-sets on registers; a compare-and-set expects what was last seen there. */
final class RegisterQuestions implements Questions {

    private final Workload workload;
    private final Map<String, String> lastSeen = new ConcurrentHashMap<>();
    private final LatestWrites latest = new LatestWrites();

    RegisterQuestions(Workload workload) {
        this.workload = workload;
    }

    @Override
    public Call next(long id, int client, SplittableRandom random) {
        String key = key(random);
        int dice = random.nextInt(100);
        int local = dice - workload.readsPercent();
        int swap = local - workload.localReadsPercent();
        if (local < 0) {
            return new Call(id, Op.Kind.READ, key, null, null);
        }
        if (swap < 0) {
            return new Call(id, Op.Kind.LOCAL_READ, latest.keyOr(client, key, random), null, null);
        }
        @Nullable String expected = lastSeen.get(key);
        boolean swaps = swap < workload.swapsPercent() && expected != null;
        return new Call(id, swaps ? Op.Kind.COMPARE_AND_SET : Op.Kind.WRITE, key, "v" + id, swaps ? expected : null);
    }

    @Override
    public Call local(long id, SplittableRandom random) {
        return new Call(id, Op.Kind.LOCAL_READ, key(random), null, null);
    }

    @Override
    public void ended(Op op) {
        latest.ended(op);
        if (op.outcome() instanceof Outcome.Acked acked
                && acked.value() != null
                && !op.kind().local()) {
            lastSeen.put(op.key(), acked.value());
        }
    }

    private String key(SplittableRandom random) {
        return "k" + random.nextInt(workload.keys());
    }
}
