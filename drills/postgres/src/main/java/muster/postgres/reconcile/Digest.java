package muster.postgres.reconcile;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;

/**
 * Rows in a few bytes: equal digests mean equal rows, whatever their order.
 *
 * @param rows how many
 * @param sum of a 64-bit hash of each row's text
 */
record Digest(long rows, String sum) {

    /** Of a whole table. */
    static Digest of(Connection connection, Table table) throws SQLException {
        return of(connection, table, KeyRange.ALL);
    }

    /** Of a range of its keys. */
    static Digest of(Connection connection, Table table, KeyRange range) throws SQLException {
        String query =
                "SELECT count(*), coalesce(sum(pg_catalog.hashtextextended(\"muster row\"::text, 0)::numeric), 0)::text"
                        + " FROM ONLY %s AS \"muster row\"%s".formatted(table.quoted(), range.where(table));
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            range.bind(statement);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new Digest(row.getLong(1), Objects.requireNonNull(row.getString(2)));
            }
        }
    }
}
