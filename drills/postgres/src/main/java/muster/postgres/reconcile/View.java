package muster.postgres.reconcile;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import muster.postgres.Lsn;
import muster.postgres.wal.Ancestry;
import muster.postgres.wal.Branch;
import muster.postgres.wal.BranchReader;
import muster.postgres.wal.MissingWalException;
import org.jspecify.annotations.Nullable;

/**
 * One server, seen at one moment in all its databases, with what its log tells of its branch. A branch is read up to behind that moment, so
 * that the commit of every row that is seen is among its commits. Closing it lets go of the connections.
 */
final class View implements AutoCloseable {

    private static final int ROUNDS = 3;
    private static final int LOOK_MILLIS = 25;
    private static final String ENTRY = "postgres";

    private final Standing standing;
    private final Map<String, Connection> databases = new LinkedHashMap<>();
    private @Nullable Branch branch;
    private String unreadable = "";

    private View(Standing standing) {
        this.standing = standing;
    }

    /** Takes it. */
    static View take(Door door, Standing standing, Ancestry.Fork fork) throws InterruptedException {
        View view = new View(standing);
        boolean taken = false;
        try {
            view.open(door);
            view.readBranch(door, fork);
            taken = true;
            return view;
        } catch (SQLException e) {
            throw door.explain(e);
        } finally {
            if (!taken) {
                view.close();
            }
        }
    }

    String name() {
        return standing.name();
    }

    Standing standing() {
        return standing;
    }

    List<String> databases() {
        return List.copyOf(databases.keySet());
    }

    Connection in(String database) {
        return Objects.requireNonNull(databases.get(database));
    }

    /** What was done past the fork; null if the log does not tell, see {@link #unreadable}. */
    @Nullable
    Branch branch() {
        return branch;
    }

    /** Why the log does not tell what was done past the fork; empty if it does. */
    String unreadable() {
        return unreadable;
    }

    @Override
    public void close() {
        for (Connection connection : databases.values()) {
            try {
                connection.close();
            } catch (SQLException e) {
                // Read-only, and of no more use: the server ends it when it notices.
                muster.postgres.connection.Connections.abandon(connection);
            }
        }
    }

    private void open(Door door) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Connection entry = door.open(ENTRY);
                Statement statement = entry.createStatement();
                ResultSet rows = statement.executeQuery("SELECT datname FROM pg_catalog.pg_database"
                        + " WHERE datallowconn AND NOT datistemplate ORDER BY datname")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        for (String name : names) {
            Connection connection = door.open(name);
            databases.put(name, connection);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement();
                    ResultSet row = Rows.one(statement, "SELECT pg_catalog.pg_current_snapshot()")) {
                row.getString(1);
            }
        }
    }

    private void readBranch(Door door, Ancestry.Fork fork) throws SQLException, InterruptedException {
        int major = standing.major();
        if (major < BranchReader.OLDEST_MAJOR || major > BranchReader.NEWEST_MAJOR) {
            unreadable = "Muster reads the WAL of versions %d to %d, and this is %d"
                    .formatted(BranchReader.OLDEST_MAJOR, BranchReader.NEWEST_MAJOR, major);
            return;
        }
        try (Connection connection = door.open(ENTRY)) {
            branch = BranchReader.read(
                    new SqlWalFiles(connection),
                    standing.ancestry(),
                    standing.segmentBytes(),
                    fork,
                    flushedEnd(connection));
        } catch (MissingWalException e) {
            unreadable = String.valueOf(e.getMessage());
        }
    }

    /**
     * An LSN behind the commit record of every row that is seen. A commit is flushed before it is seen, except for one that did not wait:
     * the WAL writer flushes that within three of its rounds (PostgreSQL's manual, asynchronous commit). What nobody committed may stay
     * unflushed for long.
     */
    private long flushedEnd(Connection connection) throws SQLException, InterruptedException {
        try (Statement statement = connection.createStatement()) {
            if (standing.recovering()) {
                return lsn(statement, "pg_catalog.pg_last_wal_replay_lsn()");
            }
            long written = lsn(statement, "pg_catalog.pg_current_wal_insert_lsn()");
            long patienceMillis = writerMillis(statement) * (ROUNDS + 1);
            long begin = System.nanoTime();
            while (true) {
                long flushed = lsn(statement, "pg_catalog.pg_current_wal_flush_lsn()");
                if (flushed >= written || System.nanoTime() - begin > patienceMillis * 1_000_000) {
                    return flushed;
                }
                Thread.sleep(LOOK_MILLIS);
            }
        }
    }

    private static long writerMillis(Statement statement) throws SQLException {
        try (ResultSet row = Rows.one(
                statement, "SELECT setting::bigint FROM pg_catalog.pg_settings WHERE name = 'wal_writer_delay'")) {
            return row.getLong(1);
        }
    }

    private static long lsn(Statement statement, String function) throws SQLException {
        try (ResultSet row = Rows.one(statement, "SELECT " + function)) {
            return Lsn.parse(row.getString(1));
        }
    }
}
