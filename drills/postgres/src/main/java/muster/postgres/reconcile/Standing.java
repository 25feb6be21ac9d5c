package muster.postgres.reconcile;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import muster.engine.history.Member;
import muster.postgres.Lsn;
import muster.postgres.wal.Ancestry;

/**
 * How a server stands, by its own word.
 *
 * @param server which
 * @param systemIdentifier of its cluster
 * @param versionNumber such as 150020
 * @param recovering true for a standby
 * @param superuser true if we are one there
 * @param ancestry its timelines, by the replication protocol: the control file tells the old one after a promotion
 * @param end the LSN up to which its log is flushed, or replayed if it is a standby
 * @param segmentBytes the size of its WAL files
 */
public record Standing(
        Member server,
        String systemIdentifier,
        int versionNumber,
        boolean recovering,
        boolean superuser,
        Ancestry ancestry,
        long end,
        int segmentBytes) {

    private static final String SELF = """
            SELECT current_setting('server_version_num')::int, pg_is_in_recovery(),
                   current_setting('is_superuser') = 'on',
                   CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_flush_lsn() END::text,
                   (SELECT setting::bigint FROM pg_settings WHERE name = 'wal_segment_size')
            """;

    /**
     * Asks it.
     *
     * @throws SQLException if it does not answer
     */
    static Standing ask(Door door) throws SQLException {
        try (Connection connection = door.replication();
                Statement statement = connection.createStatement()) {
            String identifier;
            int timeline;
            try (ResultSet row = Rows.one(statement, "IDENTIFY_SYSTEM")) {
                identifier = row.getString(1);
                timeline = row.getInt(2);
            }
            String history = "";
            if (timeline > 1) {
                try (ResultSet row = Rows.one(statement, "TIMELINE_HISTORY " + timeline)) {
                    history = new String(row.getBytes(2), StandardCharsets.UTF_8);
                }
            }
            try (ResultSet row = Rows.one(statement, SELF)) {
                return new Standing(
                        door.server(),
                        identifier,
                        row.getInt(1),
                        row.getBoolean(2),
                        row.getBoolean(3),
                        Ancestry.parse(timeline, history),
                        Lsn.parse(row.getString(4)),
                        row.getInt(5));
            }
        }
    }

    /** Its name. */
    public String name() {
        return server.name();
    }

    /** Its major version, such as 15. */
    public int major() {
        return versionNumber / 10_000;
    }
}
