package muster.postgres.wal;

/**
 * The place of a row version.
 *
 * @param database the database's OID
 * @param relation the table's file number, {@code pg_relation_filenode()}
 * @param page the number of its page
 * @param line the number of its line pointer: {@code ctid} is (page, line)
 */
public record Tuple(long database, long relation, long page, int line) {}
