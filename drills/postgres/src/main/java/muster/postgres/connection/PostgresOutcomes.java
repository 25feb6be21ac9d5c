package muster.postgres.connection;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.Set;
import muster.engine.history.Outcome;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/**
 * What an error or a warning means for the call that got it: the one place that decides. Refused is said only of a call that surely did
 * not happen; in doubt it is unknown. The codes are those of PostgreSQL's {@code errcodes.txt}.
 */
public final class PostgresOutcomes {

    /** A write was sent to a server that takes none. */
    public static final String READ_ONLY = "25006";

    /** The class of a warning that has no code of its own, such as that of a cancelled wait for a synchronous standby. */
    private static final String WARNING = "01000";

    /**
     * Errors after which the transaction is rolled back whenever they are raised: the server raises none of them once the commit record
     * is written.
     */
    private static final Set<String> ROLLED_BACK = Set.of(
            "0A", // feature not supported
            "21", // cardinality violation
            "22", // data exception
            "23", // integrity constraint violation
            "25", // invalid transaction state, with read-only
            "26", // invalid SQL statement name
            "28", // invalid authorization
            "3D", // no such database
            "3F", // no such schema
            "42", // syntax error or access rule violation
            "53", // insufficient resources
            "54", // program limit exceeded
            "55"); // object not in prerequisite state

    private static final Set<String> SURELY_NOT = Set.of(
            "40001", // serialization failure
            "40002", // transaction integrity constraint violation
            "40P01", // deadlock detected
            "57014", // cancelled before the commit: a cancelled wait after it is a warning
            "57P03", // starting up, shutting down or in recovery: no session was given
            "08001", // no connection could be made
            "08003", // the connection was closed before anything was sent
            "08004"); // the server rejected the connection

    private PostgresOutcomes() {}

    /** The outcome of a call whose connection could not be made: nothing of it was sent. */
    public static Outcome.Refused connecting(SQLException error) {
        return new Outcome.Refused("not sent: " + words(error));
    }

    /** The outcome of a call that was sent and failed with this error. */
    public static Outcome of(SQLException error) {
        return endedTheSession(error) || !rolledBack(error.getSQLState())
                ? new Outcome.Unknown(words(error))
                : new Outcome.Refused(words(error));
    }

    private static boolean rolledBack(@Nullable String state) {
        return state != null
                && state.length() == 5
                && (SURELY_NOT.contains(state) || ROLLED_BACK.contains(state.substring(0, 2)));
    }

    /**
     * Any error in the middle of a commit becomes a panic and keeps its code: a full disk is 53100 both where it rolled back and where
     * nobody knows. A server that speaks another language than English is not understood, and is in doubt.
     */
    private static boolean endedTheSession(SQLException error) {
        return error instanceof PSQLException own
                && own.getServerErrorMessage() != null
                && !"ERROR".equals(own.getServerErrorMessage().getSeverity());
    }

    /**
     * The words of the warning that makes a commit a local one, asked on the statement and on the connection, and taken from both; null
     * if there is none.
     */
    public static @Nullable String localCommit(Connection connection, Statement statement) throws SQLException {
        String words = firstWarning(statement.getWarnings());
        if (words == null) {
            words = firstWarning(connection.getWarnings());
        }
        connection.clearWarnings();
        return words;
    }

    /** True if the connection of a call that failed so can be used for another. */
    public static boolean survives(SQLException error) {
        String state = error.getSQLState();
        return state != null && !state.startsWith("08") && !state.startsWith("57P") && !endedTheSession(error);
    }

    /** True if the server at the other end is no primary. */
    public static boolean readOnly(SQLException error) {
        return READ_ONLY.equals(error.getSQLState());
    }

    /** True if nothing came back in time, rather than an error. */
    public static boolean silent(SQLException error) {
        for (Throwable at = error; at != null; at = at.getCause()) {
            if (at instanceof SocketTimeoutException) {
                return true;
            }
        }
        return false;
    }

    /** True if no process listens at the address. */
    public static boolean nobodyListens(SQLException error) {
        for (Throwable at = error; at != null; at = at.getCause()) {
            if (at instanceof ConnectException) {
                return true;
            }
        }
        return false;
    }

    /** An error on one line, with its code, in the words of whoever caused it. */
    public static String words(SQLException error) {
        Throwable cause = error.getCause();
        boolean broken = error.getSQLState() != null && error.getSQLState().startsWith("08");
        String own = String.valueOf(error.getMessage());
        String text = broken && cause != null && cause.getMessage() != null ? cause.getMessage() : own;
        String line = text.strip().replaceAll("\\s*\\R\\s*", "; ");
        return error.getSQLState() == null ? line : "%s (SQLSTATE %s)".formatted(line, error.getSQLState());
    }

    private static @Nullable String firstWarning(@Nullable SQLWarning warning) {
        for (SQLWarning at = warning; at != null; at = at.getNextWarning()) {
            if (WARNING.equals(at.getSQLState())) {
                return words(at);
            }
        }
        return null;
    }
}
