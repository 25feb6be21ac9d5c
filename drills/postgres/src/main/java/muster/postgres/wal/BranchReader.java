package muster.postgres.wal;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a branch from the log. The layouts are those of PostgreSQL's {@code access/heapam_xlog.h} and {@code access/xact.h}, versions 15
 * to 17.
 */
public final class BranchReader {

    /** The oldest version whose log is understood. */
    public static final int OLDEST_MAJOR = 15;

    /** The newest version whose log is understood. */
    public static final int NEWEST_MAJOR = 17;

    private static final int INSERT = 0x00;
    private static final int DELETE = 0x10;
    private static final int UPDATE = 0x20;
    private static final int HOT_UPDATE = 0x40;
    private static final int MULTI_INSERT = 0x50;
    private static final int NEW_PAGE = 0x80;

    private static final int COMMIT = 0x00;
    private static final int COMMIT_PREPARED = 0x30;
    private static final int HAS_INFO = 0x80;

    private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");

    private final Branch branch = new Branch();
    private final long fork;

    private BranchReader(long fork) {
        this.fork = fork;
    }

    /**
     * Reads one server's log from a fork to an LSN that is flushed.
     *
     * @param segmentBytes the server's {@code wal_segment_size}
     * @throws MissingWalException if the server has removed a file that is needed
     * @throws SQLException if the server does not give it
     * @throws muster.engine.history.ClusterException if the log is damaged
     */
    public static Branch read(WalFiles files, Ancestry ancestry, int segmentBytes, Ancestry.Fork fork, long until)
            throws SQLException, MissingWalException {
        BranchReader reader = new BranchReader(fork.lsn());
        new WalReader(files, ancestry, segmentBytes).read(fork.lsn(), until, reader::take);
        reader.branch.readTo(until);
        return reader.branch;
    }

    private void take(WalRecord record) {
        if (record.end() <= fork) {
            return;
        }
        switch (record.manager()) {
            case WalRecord.TRANSACTION -> transaction(record);
            case WalRecord.HEAP -> heap(record);
            case WalRecord.HEAP2 -> {
                if ((record.info() & WalRecord.OPERATION) == MULTI_INSERT) {
                    manyInserted(record);
                }
            }
            default -> {
                // Indexes, locks, checkpoints: they make no row.
            }
        }
    }

    private void heap(WalRecord record) {
        ByteBuffer main = record.main();
        switch (record.info() & WalRecord.OPERATION) {
            case INSERT -> branch.inserted(tuple(record, 0, line(main, 0)), record.xid());
            case DELETE -> branch.deleted(tuple(record, 0, line(main, 4)), record.xid());
            case UPDATE, HOT_UPDATE -> {
                int old = record.blocks().size() > 1 ? 1 : 0;
                branch.updated(tuple(record, old, line(main, 4)), tuple(record, 0, line(main, 12)), record.xid());
            }
            default -> {
                // A lock of a row, or a change that is no transaction's.
            }
        }
    }

    private void manyInserted(WalRecord record) {
        ByteBuffer main = record.main();
        int count = Short.toUnsignedInt(main.getShort(2));
        boolean numbered = (record.info() & NEW_PAGE) == 0;
        for (int i = 0; i < count; i++) {
            branch.inserted(tuple(record, 0, numbered ? line(main, 4 + 2 * i) : i + 1), record.xid());
        }
    }

    private static Tuple tuple(WalRecord record, int block, int line) {
        WalRecord.Block at = record.blocks().get(block);
        return new Tuple(at.database(), at.relation(), at.number(), line);
    }

    private static int line(ByteBuffer main, int at) {
        return Short.toUnsignedInt(main.getShort(at));
    }

    private void transaction(WalRecord record) {
        int operation = record.info() & WalRecord.OPERATION;
        if (operation != COMMIT && operation != COMMIT_PREPARED) {
            return;
        }
        ByteBuffer main = record.main();
        Instant at = EPOCH.plus(main.getLong(0), ChronoUnit.MICROS);
        CommitBody body = CommitBody.read(main, (record.info() & HAS_INFO) != 0);
        long xid = operation == COMMIT ? record.xid() : body.prepared();
        if (xid == 0) {
            return;
        }
        Commit commit = new Commit(xid, record.start(), at);
        branch.countTransaction();
        branch.committed(xid, commit);
        body.subtransactions().forEach(sub -> branch.committed(sub, commit));
    }

    /**
     * What follows the time in a commit record.
     *
     * @param subtransactions the identifiers of its subtransactions
     * @param prepared the transaction that COMMIT PREPARED committed; 0 for any other
     */
    private record CommitBody(List<Long> subtransactions, long prepared) {

        private static final int DATABASE = 1;
        private static final int SUBTRANSACTIONS = 1 << 1;
        private static final int FILES = 1 << 2;
        private static final int INVALIDATIONS = 1 << 3;
        private static final int TWO_PHASE = 1 << 4;
        private static final int DROPPED_STATISTICS = 1 << 8;

        static CommitBody read(ByteBuffer main, boolean hasInfo) {
            List<Long> subtransactions = new ArrayList<>();
            if (!hasInfo) {
                return new CommitBody(subtransactions, 0);
            }
            int info = main.getInt(8);
            main.position(12);
            skip(main, info, DATABASE, 8);
            if ((info & SUBTRANSACTIONS) != 0) {
                int count = main.getInt();
                for (int i = 0; i < count; i++) {
                    subtransactions.add(Integer.toUnsignedLong(main.getInt()));
                }
            }
            skipList(main, info, FILES, 12);
            skipList(main, info, DROPPED_STATISTICS, 12);
            skipList(main, info, INVALIDATIONS, 16);
            long prepared = (info & TWO_PHASE) == 0 ? 0 : Integer.toUnsignedLong(main.getInt());
            return new CommitBody(subtransactions, prepared);
        }

        private static void skip(ByteBuffer main, int info, int part, int bytes) {
            if ((info & part) != 0) {
                main.position(main.position() + bytes);
            }
        }

        private static void skipList(ByteBuffer main, int info, int part, int bytes) {
            if ((info & part) != 0) {
                int count = main.getInt();
                main.position(main.position() + count * bytes);
            }
        }
    }
}
