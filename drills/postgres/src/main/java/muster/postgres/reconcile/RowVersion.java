package muster.postgres.reconcile;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row as it stands on one server.
 *
 * @param values its columns as text, in the table's order; null for NULL
 * @param xid the transaction that wrote it; the whole one, if a subtransaction did
 * @param committed when that was committed, by the server's clock; null if nothing tells
 * @param pastFork whether it was written past the fork; null if nothing tells
 */
public record RowVersion(
        List<@Nullable String> values,
        long xid,
        @Nullable Instant committed,
        @Nullable Boolean pastFork) {

    /** Copies the list, which may hold nulls. */
    public RowVersion {
        values = Collections.unmodifiableList(new ArrayList<>(values));
    }
}
