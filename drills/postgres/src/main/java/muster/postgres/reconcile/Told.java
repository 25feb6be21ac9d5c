package muster.postgres.reconcile;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whom a client of a workload was: the one who was told that a row is safe. */
@FunctionalInterface
public interface Told {

    /** Nobody knows. */
    Told NOBODY = (_, _) -> Optional.empty();

    /**
     * Who was told what of the write that left a row.
     *
     * @param table with its schema
     * @param row its values as text, by column; null for NULL
     * @return in words; empty if the row is not a workload's
     */
    Optional<String> of(String table, Map<String, @Nullable String> row);
}
