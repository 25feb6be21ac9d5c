package muster.postgres.wal;

import java.sql.SQLException;
import java.util.Optional;

/** A server's files of write-ahead log. */
public interface WalFiles {

    /**
     * A part of one file.
     *
     * @param name such as {@code 000000010000000000000003}
     * @return fewer bytes at the file's end; empty if the file is not there
     * @throws SQLException if the server does not give it
     */
    Optional<byte[]> read(String name, long offset, int length) throws SQLException;
}
