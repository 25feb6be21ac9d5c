package muster.postgres.wal;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The last checkpoint before a fork, from which pg_rewind reads the losing server's log.
 *
 * @param lsn of its record
 * @param redo from where a server replays that begins there
 */
public record LastCheckpoint(long lsn, long redo) {

    private static final int SHUTDOWN = 0x00;
    private static final int ONLINE = 0x10;

    /**
     * Looks for it, one file after another, backwards from the fork.
     *
     * @throws MissingWalException if a file is gone before one was found
     */
    public static LastCheckpoint before(WalFiles files, Ancestry ancestry, int segmentBytes, Ancestry.Fork fork)
            throws SQLException, MissingWalException {
        long until = fork.lsn();
        while (true) {
            long begin = (until - 1) / segmentBytes * segmentBytes;
            AtomicReference<@Nullable LastCheckpoint> last = new AtomicReference<>();
            new WalReader(files, ancestry, segmentBytes).read(begin, until, record -> {
                int info = record.info() & 0xF0;
                if (record.manager() == WalRecord.XLOG && (info == SHUTDOWN || info == ONLINE)) {
                    last.set(new LastCheckpoint(record.start(), record.main().getLong(0)));
                }
            });
            LastCheckpoint found = last.get();
            if (found != null) {
                return found;
            }
            if (begin == 0) {
                throw new MissingWalException("before the first");
            }
            until = begin;
        }
    }
}
