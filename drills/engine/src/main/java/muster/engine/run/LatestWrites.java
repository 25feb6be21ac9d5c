package muster.engine.run;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import muster.engine.history.Op;
import org.jspecify.annotations.Nullable;

/** Which key each client was last told that it wrote: it asks its own member for it again and again, as people do who saved something. */
final class LatestWrites {

    private final Map<Integer, String> keys = new ConcurrentHashMap<>();

    void ended(Op op) {
        if (op.mutates() && op.outcome().acknowledged()) {
            keys.put(op.client(), op.key());
        }
    }

    /** Every other time, the key that a client last wrote; otherwise the other one. */
    String keyOr(int client, String other, SplittableRandom random) {
        @Nullable String own = keys.get(client);
        return own == null || random.nextBoolean() ? other : own;
    }
}
