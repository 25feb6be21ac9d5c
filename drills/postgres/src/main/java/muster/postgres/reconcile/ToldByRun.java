package muster.postgres.reconcile;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import muster.engine.history.Entry;
import muster.engine.history.Evidence;
import muster.engine.history.Op;
import muster.engine.history.Outcome;
import muster.postgres.PostgresStore;
import org.jspecify.annotations.Nullable;

/** Which client of a run was told that a row is safe, and when, by the run's own history. */
public final class ToldByRun implements Told {

    private static final double NANOS_PER_SECOND = 1e9;

    private final String schema;
    private final Instant zero;
    private final Map<String, Op> writes = new HashMap<>();

    /** @param evidence of a run on PostgreSQL */
    public ToldByRun(Evidence evidence) {
        Entry first = evidence.journal().getFirst();
        this.zero = first.wall().minusNanos(first.atNanos());
        this.schema = PostgresStore.schema(evidence.facts().run()) + ".";
        evidence.ops().stream().filter(Op::mutates).forEach(op -> writes.put(Long.toString(op.id()), op));
    }

    @Override
    public Optional<String> of(String table, Map<String, @Nullable String> row) {
        Op op = table.startsWith(schema) ? writes.get(String.valueOf(row.get("op"))) : null;
        if (op == null || !op.settled().acknowledged()) {
            return Optional.empty();
        }
        return Optional.of("client %d by %s, write %d, %s at %s, %.3f s into the run"
                .formatted(
                        op.client(),
                        op.endpoint(),
                        op.id(),
                        op.settled() instanceof Outcome.AckedLocally ? "acknowledged locally" : "acknowledged",
                        zero.plusNanos(op.returnNanos()),
                        op.returnNanos() / NANOS_PER_SECOND));
    }
}
