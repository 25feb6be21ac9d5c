package muster.postgres.status;

import java.util.ArrayList;
import java.util.List;
import muster.postgres.Lsn;
import org.jspecify.annotations.Nullable;

/**
 * What pg_rewind asks of a server that is to be rewound (PostgreSQL's manual, pg_rewind, "Prerequisites").
 *
 * @param hintsLogged {@code wal_log_hints}
 * @param checksums {@code data_checksums}
 * @param fullPageWrites {@code full_page_writes}
 * @param oldestLog the LSN at which the oldest WAL file that it still has begins; null if we may not know
 */
record RewindCheck(
        boolean hintsLogged,
        boolean checksums,
        boolean fullPageWrites,
        @Nullable Long oldestLog) {

    /** Why a rewind would be refused whatever happens; empty if it would not. */
    List<String> lacks() {
        List<String> lacks = new ArrayList<>();
        if (!hintsLogged && !checksums) {
            lacks.add("it has neither wal_log_hints nor data checksums");
        }
        if (!fullPageWrites) {
            lacks.add("full_page_writes is off");
        }
        return lacks;
    }

    /** Why a rewind to a fork would be refused; empty if nothing is known against it. */
    List<String> lacksFor(long fork) {
        List<String> lacks = new ArrayList<>(lacks());
        if (oldestLog != null && Long.compareUnsigned(oldestLog, fork) > 0) {
            lacks.add("its WAL at the fork is removed: the oldest that it has begins at " + Lsn.format(oldestLog));
        }
        return lacks;
    }
}
