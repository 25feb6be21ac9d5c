package muster.postgres.reconcile;

import java.util.List;
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
 */
public record Difference(
        String database,
        String table,
        List<String> key,
        Change change,
        @Nullable RowVersion here,
        @Nullable RowVersion there) {

    /** Copies the list. */
    public Difference {
        key = List.copyOf(key);
    }
}
