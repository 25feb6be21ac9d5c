package muster.postgres.reconcile;

import java.util.List;
import muster.postgres.wal.Commit;
import org.jspecify.annotations.Nullable;

/**
 * A row on which two servers differ.
 *
 * @param database the database's name
 * @param table with its schema
 * @param key the primary key's values as text
 * @param change what became of it, seen from here
 * @param here how it stands here; null if it does not
 * @param there how it stands there; null if it does not
 * @param deletion the transaction that deleted it here; null if none did, or the log does not tell
 */
public record Difference(
        String database,
        String table,
        List<String> key,
        Change change,
        @Nullable RowVersion here,
        @Nullable RowVersion there,
        @Nullable Commit deletion) {

    /** Copies the list. */
    public Difference {
        key = List.copyOf(key);
    }
}
