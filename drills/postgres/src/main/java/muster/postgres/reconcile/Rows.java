package muster.postgres.reconcile;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Answers that have exactly one row. */
final class Rows {

    private Rows() {}

    /** The answer, standing on its row; closes the statement's earlier one. */
    static ResultSet one(Statement statement, String sql) throws SQLException {
        ResultSet row = statement.executeQuery(sql);
        if (!row.next()) {
            row.close();
            throw new SQLException("no answer to: " + sql);
        }
        return row;
    }
}
