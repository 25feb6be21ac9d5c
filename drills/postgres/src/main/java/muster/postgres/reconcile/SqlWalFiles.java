package muster.postgres.reconcile;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import muster.postgres.wal.WalFiles;

/** A running server's files of WAL, through SQL: a superuser may read them. */
final class SqlWalFiles implements WalFiles {

    private final Connection connection;

    SqlWalFiles(Connection connection) {
        this.connection = connection;
    }

    @Override
    public Optional<byte[]> read(String name, long offset, int length) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT pg_catalog.pg_read_binary_file('pg_wal/' || ?, ?, ?, true)")) {
            statement.setString(1, name);
            statement.setLong(2, offset);
            statement.setLong(3, length);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.ofNullable(row.getBytes(1)) : Optional.empty();
            }
        }
    }
}
