package muster.postgres;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What a run's clients say to a server: one statement for each call, so that it takes one round trip and is one transaction.
 *
 * <p>Parameters: 1 the key, 2 the value, 3 the write's id, 4 the value that must stand; 5 an account and 6 what it gains, 7 another and 8
 * what that one gains. A row of a result: the value, the LSN and the
 * timeline at which it stands, and whether the server is in recovery.
 */
final class RunStatements {

    /** The timeline on which a primary inserts. The control file still tells the old one after a promotion; this does not. */
    private static final String OWN_TIMELINE =
            "('x' || substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8))::bit(32)::integer";

    private final Statement read;
    private final Statement write;
    private final Statement compareAndSet;
    private final Statement createIfAbsent;
    private final Statement insert;
    private final Statement transfer;
    private final Statement snapshot;

    RunStatements(RunSchema schema) {
        read = Statement.of(reading("SELECT value FROM %s.registers WHERE key = $1".formatted(schema.name())));
        snapshot = Statement.of(
                reading("SELECT string_agg(name || '=' || balance, ' ' ORDER BY name COLLATE \"C\") FROM %s.accounts"
                        .formatted(schema.name())));
        insert = Statement.of(logged(schema.name(), """
            INSERT INTO %1$s.registers AS r (key, value, op, version) VALUES ($1, $2, $3, 1)\
            """));
        transfer = Statement.of(moving(schema.name()));
        write = Statement.of(logged(schema.name(), """
            INSERT INTO %1$s.registers AS r (key, value, op, version) VALUES ($1, $2, $3, 1)
            ON CONFLICT (key) DO UPDATE SET value = excluded.value, op = excluded.op, version = r.version + 1\
            """));
        compareAndSet = Statement.of(logged(schema.name(), """
            UPDATE %1$s.registers AS r
            SET value = CASE WHEN r.value = $4 THEN $2 ELSE r.value END,
                op = CASE WHEN r.value = $4 THEN $3 ELSE r.op END,
                version = CASE WHEN r.value = $4 THEN r.version + 1 ELSE r.version END
            WHERE r.key = $1\
            """));
        createIfAbsent = Statement.of(logged(schema.name(), """
            INSERT INTO %1$s.registers AS r (key, value, op, version) VALUES ($1, $2, $3, 1)
            ON CONFLICT (key) DO UPDATE SET value = r.value\
            """));
    }

    /** The value or null. A standby tells how far it has replayed, and which timeline it streams or has recovered. */
    Statement read() {
        return read;
    }

    /** Sets the register and keeps the write's own row. */
    Statement write() {
        return write;
    }

    /**
     * Sets the register if the expected value stands; the result has the value that stands afterwards, and no row if the register does
     * not exist. The row is locked and its latest value is judged, whatever the statement's snapshot says: a comparison that fails is
     * a commit as well, and waits for what a commit waits for.
     */
    Statement compareAndSet() {
        return compareAndSet;
    }

    /** As {@link #compareAndSet}, where nothing must stand. */
    Statement createIfAbsent() {
        return createIfAbsent;
    }

    /** Makes a register that must not exist and keeps the write's own row; a violated constraint if it exists. */
    Statement insert() {
        return insert;
    }

    /** Adds to two accounts, whose rows are locked in the order given, and keeps the write's own row. */
    Statement transfer() {
        return transfer;
    }

    /** As {@link #read}: every account with its balance, or null if there are none. */
    Statement snapshot() {
        return snapshot;
    }

    /** As {@link #logged}; the LSN is that at which the second row was written. */
    private static String moving(String schema) {
        return """
            WITH moved AS (
                INSERT INTO %1$s.accounts AS a (name, balance) VALUES ($5, $6), ($7, $8)
                ON CONFLICT (name) DO UPDATE SET balance = a.balance + excluded.balance
                RETURNING pg_current_wal_insert_lsn() AS lsn, %2$s AS timeline),
            once AS (SELECT max(lsn) AS lsn, max(timeline) AS timeline FROM moved),
            kept AS (
                INSERT INTO %1$s.writes AS w (op, key, value, lsn, timeline)
                SELECT $3, $1, $2, lsn, timeline FROM once
                ON CONFLICT (op) DO UPDATE SET copies = w.copies + 1)
            SELECT $2, lsn, timeline, false FROM once\
            """.formatted(schema, OWN_TIMELINE);
    }

    /**
     * The LSN is read once the register's row is locked and written, before the commit record: among the writes of one register it
     * grows in the order in which they took effect.
     */
    private static String logged(String schema, String change) {
        return """
            WITH changed AS (%2$s
                RETURNING r.value, pg_current_wal_insert_lsn() AS lsn, %3$s AS timeline),
            kept AS (
                INSERT INTO %1$s.writes AS w (op, key, value, lsn, timeline)
                SELECT $3, $1, value, lsn, timeline FROM changed WHERE value = $2
                ON CONFLICT (op) DO UPDATE SET copies = w.copies + 1)
            SELECT value, lsn, timeline, false FROM changed\
            """.formatted(schema, change.formatted(schema), OWN_TIMELINE);
    }

    private static String reading(String question) {
        return """
            SELECT (%1$s),
                CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_insert_lsn() END,
                CASE WHEN pg_is_in_recovery() THEN coalesce(
                    (SELECT received_tli FROM pg_stat_wal_receiver),
                    (SELECT nullif(min_recovery_end_timeline, 0) FROM pg_control_recovery()),
                    (SELECT timeline_id FROM pg_control_checkpoint()))
                ELSE %2$s END,
                pg_is_in_recovery()\
            """.formatted(question, OWN_TIMELINE);
    }

    /**
     * A statement in JDBC's form.
     *
     * @param sql with a question mark for each parameter
     * @param parameters which parameter each question mark stands for
     */
    record Statement(String sql, List<Integer> parameters) {

        private static final Pattern NUMBERED = Pattern.compile("\\$([1-9])");

        static Statement of(String numbered) {
            List<Integer> parameters = NUMBERED.matcher(numbered)
                    .results()
                    .map(found -> Integer.valueOf(found.group(1)))
                    .toList();
            return new Statement(NUMBERED.matcher(numbered).replaceAll("?"), parameters);
        }
    }
}
