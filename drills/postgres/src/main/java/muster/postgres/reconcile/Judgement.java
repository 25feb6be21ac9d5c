package muster.postgres.reconcile;

import muster.postgres.reconcile.RowReader.Row;
import muster.postgres.wal.Origin;

/**
 * What became of a row, from what the two logs tell. A version that was not written past the fork stood at the fork, on both servers: so
 * where it is missing it was deleted, and where another stands it was changed. Of a version that was written past the fork, the log tells
 * whether it began with an INSERT or with a row that stood.
 */
final class Judgement {

    private Judgement() {}

    /** Of a row that one server has and the other has not, seen from the one that has it. */
    static Change oneSided(Row row, RowReader missing) {
        Boolean written = row.version().pastFork();
        if (written == null) {
            return Change.UNKNOWN;
        }
        if (!written) {
            return Change.DELETED_THERE;
        }
        return switch (row.origin()) {
            case Origin.Inserted _ -> Change.ONLY_HERE;
            // If the row was not deleted there, it stands there under the key that it had: the key was changed.
            case Origin.Stood stood
            when missing.deletion(stood.base()).isPresent() -> Change.CHANGED_HERE_DELETED_THERE;
            case Origin.Stood _ when missing.tells() -> Change.ONLY_HERE;
            case Origin.Stood _ -> Change.UNKNOWN;
            case Origin.Unknown _ -> Change.UNKNOWN;
            case null -> Change.UNKNOWN;
        };
    }

    /** Of a row that both have, and that differs, seen from the first. */
    static Change twoSided(Row here, Row there) {
        Boolean own = here.version().pastFork();
        Boolean other = there.version().pastFork();
        // Both stood at the fork and differ all the same, if neither was written past it: the log does not explain
        // that.
        if ((own == null && other == null) || (Boolean.FALSE.equals(own) && Boolean.FALSE.equals(other))) {
            return Change.UNKNOWN;
        }
        if (Boolean.FALSE.equals(other)) {
            return Change.CHANGED_HERE;
        }
        if (Boolean.FALSE.equals(own)) {
            return Change.CHANGED_THERE;
        }
        return own == null || other == null ? Change.UNKNOWN : Change.CHANGED_ON_BOTH;
    }
}
