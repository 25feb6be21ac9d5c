package muster.postgres;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.CRC32;

/**
 * Where a run's rows live: {@code registers} with a row for each key, {@code accounts} with a row for each account, and {@code writes}
 * with a row for each write by its own id. All have primary keys, so that rows can be told apart on two servers.
 *
 * @param name the schema's name, which needs no quotes
 */
record RunSchema(String name) {

    private static final String PREFIX = "muster_run_";

    /** PostgreSQL cuts longer names off in silence ({@code NAMEDATALEN}). */
    private static final int LONGEST = 63;

    /** The schema of a run. */
    static RunSchema of(String run) {
        String plain = PREFIX + run.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
        if (plain.length() <= LONGEST) {
            return new RunSchema(plain);
        }
        CRC32 sum = new CRC32();
        sum.update(run.getBytes(StandardCharsets.UTF_8));
        String tail = HexFormat.of().toHexDigits((int) sum.getValue());
        return new RunSchema(plain.substring(0, LONGEST - tail.length()) + tail);
    }

    /** Makes the schema and its tables; may be repeated without effect. */
    String create() {
        return """
            CREATE SCHEMA IF NOT EXISTS %1$s;
            CREATE TABLE IF NOT EXISTS %1$s.registers (
                key text PRIMARY KEY, value text NOT NULL, version bigint NOT NULL, op bigint NOT NULL)
                WITH (fillfactor = 50);
            CREATE TABLE IF NOT EXISTS %1$s.writes (
                op bigint PRIMARY KEY, key text NOT NULL, value text NOT NULL,
                lsn pg_lsn NOT NULL, timeline integer NOT NULL, copies bigint NOT NULL DEFAULT 1);
            CREATE TABLE IF NOT EXISTS %1$s.accounts (
                name text PRIMARY KEY, balance bigint NOT NULL)
                WITH (fillfactor = 50);
            """.formatted(name);
    }

    /** Takes it all away; may be repeated without effect. */
    String drop() {
        return "DROP SCHEMA IF EXISTS %s CASCADE".formatted(name);
    }

    /** How many tables it has: 0 if it is not there. */
    String countTables() {
        return "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                + " WHERE n.nspname = '%s' AND c.relkind = 'r'".formatted(name);
    }

    /** How many rows its tables have. */
    String countRows() {
        return "SELECT (SELECT count(*) FROM %1$s.registers) + (SELECT count(*) FROM %1$s.writes) + (SELECT count(*) FROM %1$s.accounts)"
                .formatted(name);
    }

    /** Every write that stands: op, value, copies, timeline, LSN. */
    String allWrites() {
        return "SELECT op, value, copies, timeline, lsn FROM %s.writes".formatted(name);
    }
}
