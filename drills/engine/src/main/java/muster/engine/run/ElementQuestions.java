package muster.engine.run;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import muster.engine.cluster.Call;
import muster.engine.drill.Workload;
import muster.engine.history.Op;

/** Inserts of elements, and reads of one of the latest of them, whether or not its insert was answered. */
final class ElementQuestions implements Questions {

    private final Workload workload;
    private final AtomicLongArray recent;
    private final AtomicLong inserted = new AtomicLong();
    private final LatestWrites latest = new LatestWrites();

    ElementQuestions(Workload workload) {
        this.workload = workload;
        this.recent = new AtomicLongArray(workload.keys());
    }

    @Override
    public Call next(long id, int client, SplittableRandom random) {
        int dice = random.nextInt(100);
        if (dice < workload.readsPercent()) {
            return new Call(id, Op.Kind.READ, recent(random), null, null);
        }
        if (dice < workload.readsPercent() + workload.localReadsPercent()) {
            return new Call(id, Op.Kind.LOCAL_READ, latest.keyOr(client, recent(random), random), null, null);
        }
        recent.set((int) (inserted.getAndIncrement() % workload.keys()), id);
        return new Call(id, Op.Kind.INSERT, key(id), "v" + id, null);
    }

    @Override
    public Call local(long id, SplittableRandom random) {
        return new Call(id, Op.Kind.LOCAL_READ, recent(random), null, null);
    }

    @Override
    public void ended(Op op) {
        latest.ended(op);
    }

    private String recent(SplittableRandom random) {
        long filled = Math.clamp(inserted.get(), 1, workload.keys());
        return key(recent.get(random.nextInt((int) filled)));
    }

    private static String key(long id) {
        return "e" + id;
    }
}
