package muster.postgres.status;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import muster.postgres.Lsn;
import muster.postgres.ServerNames;
import muster.postgres.wal.Ancestry;
import org.jspecify.annotations.Nullable;

/** What is asked of one server, on a connection to a WAL sender. */
final class Inquiry {

    /** A member of {@code pg_monitor} may see it; nobody else must. */
    private static final String NOT_ALLOWED = "42501";

    private static final String STATE = """
            SELECT current_setting('server_version'), r.recovering,
                CASE WHEN r.recovering
                    THEN greatest(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn()) ELSE pg_current_wal_lsn() END,
                CASE WHEN r.recovering THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_flush_lsn() END,
                w.status, w.sender_host, w.sender_port, w.received_tli, current_setting('primary_slot_name'),
                CASE WHEN r.recovering THEN pg_is_wal_replay_paused() ELSE false END,
                a.waiters, a.longest, a.clients, current_setting('synchronous_standby_names'),
                current_setting('synchronous_commit'), current_setting('wal_log_hints') = 'on',
                current_setting('data_checksums') = 'on', current_setting('full_page_writes') = 'on',
                (SELECT setting::bigint FROM pg_settings WHERE name = 'wal_segment_size'),
                w.pid IS NOT NULL AND w.status IS NULL
            FROM (SELECT pg_is_in_recovery() AS recovering) r LEFT JOIN pg_stat_wal_receiver w ON true,
                (SELECT count(*) FILTER (WHERE wait_event = 'SyncRep') AS waiters,
                    coalesce(extract(epoch FROM max(clock_timestamp() - query_start)
                        FILTER (WHERE wait_event = 'SyncRep')), 0) AS longest,
                    count(*) FILTER (WHERE backend_type = 'client backend'
                        AND application_name !~ '^muster (scout|look|admin)$') AS clients
                FROM pg_stat_activity) a""";

    private static final String STANDBYS = """
            SELECT application_name, sync_state, extract(epoch FROM replay_lag), extract(epoch FROM now() - reply_time)
            FROM pg_stat_replication WHERE state IN ('streaming', 'catchup') ORDER BY application_name""";

    private static final String SLOTS =
            "SELECT slot_name, active, wal_status FROM pg_replication_slots ORDER BY slot_name";

    private static final String OLDEST_LOG =
            "SELECT min(substr(name, 9)) FROM pg_ls_waldir() WHERE name ~ '^[0-9A-F]{24}$'";

    private final Statement statement;
    private final ServerNames names;

    private Inquiry(Statement statement, ServerNames names) {
        this.statement = statement;
        this.names = names;
    }

    /**
     * Asks.
     *
     * @param connection made by {@code openReplication}
     * @throws SQLException if the server does not answer, or not in full
     */
    static ServerFacts ask(Connection connection, ServerNames names) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return new Inquiry(statement, names).facts();
        }
    }

    private ServerFacts facts() throws SQLException {
        String identifier;
        int timeline;
        try (ResultSet row = statement.executeQuery("IDENTIFY_SYSTEM")) {
            row.next();
            identifier = Objects.requireNonNull(row.getString(1));
            timeline = row.getInt(2);
        }
        Ancestry ancestry = Ancestry.parse(timeline, history(timeline));
        List<ServerFacts.Standby> standbys = standbys();
        List<ServerFacts.Slot> slots = slots();
        String oldest = oldestLog();
        try (ResultSet row = statement.executeQuery(STATE)) {
            row.next();
            return new ServerFacts(
                    identifier,
                    Objects.requireNonNull(row.getString(1)).split(" ", 2)[0],
                    row.getBoolean(2),
                    ancestry,
                    lsn(row.getString(3)),
                    lsn(row.getString(4)),
                    stream(row),
                    Objects.requireNonNullElse(row.getString(9), ""),
                    row.getBoolean(10),
                    row.getInt(11),
                    row.getDouble(12),
                    row.getInt(13),
                    Objects.requireNonNullElse(row.getString(14), ""),
                    Objects.requireNonNullElse(row.getString(15), ""),
                    standbys,
                    slots,
                    new RewindCheck(
                            row.getBoolean(16),
                            row.getBoolean(17),
                            row.getBoolean(18),
                            oldest == null ? null : beginning(oldest, row.getLong(19))));
        }
    }

    private String history(int timeline) throws SQLException {
        if (timeline == 1) {
            return "";
        }
        try (ResultSet row = statement.executeQuery("TIMELINE_HISTORY " + timeline)) {
            row.next();
            return new String(Objects.requireNonNull(row.getBytes(2)), StandardCharsets.UTF_8);
        }
    }

    private ServerFacts.@Nullable Stream stream(ResultSet row) throws SQLException {
        if (row.getBoolean(20)) {
            throw new SQLException(
                    "its role is no member of pg_monitor, and does not see whom it streams from", NOT_ALLOWED);
        }
        String host = row.getString(6);
        return "streaming".equals(row.getString(5)) && host != null
                ? new ServerFacts.Stream(names.at(host, row.getInt(7)), row.getInt(8))
                : null;
    }

    private List<ServerFacts.Standby> standbys() throws SQLException {
        List<ServerFacts.Standby> standbys = new ArrayList<>();
        try (ResultSet row = statement.executeQuery(STANDBYS)) {
            while (row.next()) {
                standbys.add(new ServerFacts.Standby(
                        Objects.requireNonNullElse(row.getString(1), ""),
                        Objects.requireNonNullElse(row.getString(2), "unknown"),
                        seconds(row, 3),
                        seconds(row, 4)));
            }
        }
        return standbys;
    }

    private static @Nullable Double seconds(ResultSet row, int column) throws SQLException {
        double seconds = row.getDouble(column);
        return row.wasNull() ? null : Double.valueOf(seconds);
    }

    private List<ServerFacts.Slot> slots() throws SQLException {
        List<ServerFacts.Slot> slots = new ArrayList<>();
        try (ResultSet row = statement.executeQuery(SLOTS)) {
            while (row.next()) {
                slots.add(new ServerFacts.Slot(
                        Objects.requireNonNull(row.getString(1)), row.getBoolean(2), row.getString(3)));
            }
        }
        return slots;
    }

    private @Nullable String oldestLog() throws SQLException {
        try (ResultSet row = statement.executeQuery(OLDEST_LOG)) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            if (NOT_ALLOWED.equals(e.getSQLState())) {
                return null;
            }
            throw e;
        }
    }

    /** The LSN at which a WAL file begins: its name has the upper half, and the segment's number within it, 8 digits each. */
    private static long beginning(String name, long segmentBytes) {
        return Long.parseLong(name.substring(0, 8), 16) << 32 | Long.parseLong(name.substring(8), 16) * segmentBytes;
    }

    private static long lsn(@Nullable String text) {
        return text == null ? 0 : Lsn.parse(text);
    }
}
