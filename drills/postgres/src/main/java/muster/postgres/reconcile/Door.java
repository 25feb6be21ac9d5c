package muster.postgres.reconcile;

import java.net.URI;
import java.net.URISyntaxException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import muster.engine.history.ClusterException;
import muster.engine.history.Member;
import muster.engine.history.OperatorException;
import muster.postgres.connection.Connections;
import muster.postgres.connection.PostgresOutcomes;

/**
 * The way into one server.
 *
 * @param server which
 * @param connections as whom
 */
record Door(Member server, Connections connections) {

    /** A comparison of a large table is one query. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /** Every cluster has it. */
    private static final String ENTRY = "postgres";

    private static final Duration WORD = Duration.ofSeconds(10);

    /** A connection on which values have one and the same text on every server. */
    Connection open(String database) throws SQLException {
        Connection connection = connections.open(address(database), Connections.Purpose.ADMIN, PATIENCE);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET timezone = 'UTC'; SET datestyle = 'ISO, YMD'; SET intervalstyle = 'postgres';"
                    + " SET bytea_output = 'hex'; SET extra_float_digits = 1; SET xmloption = 'content';"
                    + " SET lock_timeout = '10s'; SET search_path = ''");
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    Connection replication() throws SQLException {
        return connections.openReplication(address(ENTRY), Connections.Purpose.ADMIN, WORD);
    }

    /** What an error of this server means for whoever typed the command. */
    RuntimeException explain(SQLException error) {
        String state = String.valueOf(error.getSQLState());
        String words = "%s: %s".formatted(server.name(), PostgresOutcomes.words(error));
        if (state.startsWith("28")) {
            return new OperatorException(
                    "%s does not let us in: %s".formatted(server.name(), PostgresOutcomes.words(error)),
                    "put the role's password into ~/.pgpass, and see that pg_hba.conf allows a superuser's replication connection",
                    error);
        }
        if (state.equals("42501")) {
            return new OperatorException(words, "name a superuser: its WAL and all its rows are read", error);
        }
        return new ClusterException(words, error);
    }

    private URI address(String database) {
        URI given = server.client();
        try {
            return new URI(
                    given.getScheme(),
                    given.getUserInfo(),
                    given.getHost(),
                    given.getPort(),
                    "/" + database,
                    given.getQuery(),
                    null);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("no address: " + given, e);
        }
    }
}
