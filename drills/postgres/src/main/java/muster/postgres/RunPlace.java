package muster.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import muster.engine.cluster.Store;
import muster.engine.history.ClusterException;
import muster.engine.history.Found;
import muster.engine.history.Member;
import muster.engine.history.OperatorException;
import muster.engine.history.Stamp;
import muster.postgres.connection.Connections;
import muster.postgres.connection.PostgresOutcomes;

/**
 * The place of one run in the cluster: made, read back and removed on the one primary, tried again until the deadline. Every step may be
 * repeated without effect, which is what makes trying again right.
 */
final class RunPlace {

    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration TURN = Duration.ofSeconds(3);
    private static final Duration SEEN = Duration.ofSeconds(2);

    /** What is done on a primary. */
    private interface Work<T> {
        T on(Member primary, Connection connection) throws SQLException;
    }

    private final List<Member> members;
    private final Connections connections;
    private final RunSchema schema;

    RunPlace(List<Member> members, Connections connections, RunSchema schema) {
        this.members = members;
        this.connections = connections;
        this.schema = schema;
    }

    /** Looks that nothing is there, makes the schema, and gives standbys a moment to replay it. */
    void prepare(Duration deadline) throws InterruptedException {
        long until = System.nanoTime() + deadline.toNanos();
        long tables =
                primary("served a read", until, (primary, connection) -> number(connection, schema.countTables()));
        if (tables > 0) {
            throw new OperatorException(
                    "the schema %s is there already".formatted(schema.name()), "psql -c '%s'".formatted(schema.drop()));
        }
        primary("made the run's schema", until, (primary, connection) -> {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute(schema.create());
            }
            connection.commit();
            return true;
        });
        awaitStandbys(Math.min(until, System.nanoTime() + SEEN.toNanos()));
    }

    /** A standby that lags longer, or does not answer, is not waited for: its local reads are refused until it has the schema. */
    private void awaitStandbys(long untilNanos) throws InterruptedException {
        while (System.nanoTime() < untilNanos && members.stream().anyMatch(this::lacksSchema)) {
            Thread.sleep(PAUSE);
        }
    }

    private boolean lacksSchema(Member member) {
        try (Connection connection = connections.open(member.client(), Connections.Purpose.ADMIN, TURN)) {
            return number(connection, schema.countTables()) == 0;
        } catch (SQLException e) {
            return false;
        }
    }

    /** Every write that stands on the primary, as of one snapshot; none if the schema is gone. */
    List<Found> readBack(Duration deadline) throws InterruptedException {
        long until = System.nanoTime() + deadline.toNanos();
        return primary("served the read-back", until, this::writes);
    }

    /** Every write that stands on one server, whatever it is, as of one snapshot; none if it has no schema of this run. */
    List<Found> standingOn(Member server) {
        try (Connection connection = connections.open(server.client(), Connections.Purpose.ADMIN, TURN)) {
            return writes(server, connection);
        } catch (SQLException e) {
            throw new ClusterException(
                    "the run's writes cannot be read on %s: %s".formatted(server.name(), PostgresOutcomes.words(e)), e);
        }
    }

    private List<Found> writes(Member server, Connection connection) throws SQLException {
        List<Found> found = new ArrayList<>();
        if (number(connection, schema.countTables()) == 0) {
            return found;
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(schema.allWrites())) {
            while (row.next()) {
                found.add(new Found(
                        row.getLong(1),
                        Objects.requireNonNull(row.getString(2)),
                        row.getLong(3),
                        new Stamp(server.name(), row.getLong(4), Lsn.parse(Objects.requireNonNull(row.getString(5))))));
            }
        }
        return found;
    }

    /** Drops the schema and looks again. */
    Store.Removal remove(Duration deadline) throws InterruptedException {
        long until = System.nanoTime() + deadline.toNanos();
        long rows = primary(
                "counted the run's rows",
                until,
                (primary, connection) ->
                        number(connection, schema.countTables()) == 0 ? 0 : number(connection, schema.countRows()));
        primary("dropped the run's schema", until, (primary, connection) -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute(schema.drop());
            }
            return true;
        });
        long left = primary("served a read", until, (primary, connection) -> number(connection, schema.countTables()));
        return new Store.Removal(rows, left);
    }

    private static long number(Connection connection, String question) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(question)) {
            row.next();
            return row.getLong(1);
        }
    }

    private <T> T primary(String what, long untilNanos, Work<T> work) throws InterruptedException {
        while (true) {
            List<Member> primaries = new ArrayList<>();
            List<String> errors = new ArrayList<>();
            for (Member member : members) {
                try (Connection connection = connections.open(member.client(), Connections.Purpose.ADMIN, TURN)) {
                    if (number(connection, "SELECT pg_is_in_recovery()::integer") == 0) {
                        primaries.add(member);
                    } else {
                        errors.add(member.name() + ": a standby");
                    }
                } catch (SQLException e) {
                    errors.add("%s: %s".formatted(member.name(), PostgresOutcomes.words(e)));
                }
            }
            if (primaries.size() > 1) {
                throw new ClusterException("more than one server is a primary (%s): nobody can say which writes stand"
                        .formatted(String.join(
                                ", ", primaries.stream().map(Member::name).toList())));
            }
            if (primaries.size() == 1) {
                Member primary = primaries.getFirst();
                Duration left = Duration.ofNanos(Math.max(PAUSE.toNanos(), untilNanos - System.nanoTime()));
                try (Connection connection = connections.open(primary.client(), Connections.Purpose.ADMIN, left)) {
                    return work.on(primary, connection);
                } catch (SQLException e) {
                    errors.add("%s: %s".formatted(primary.name(), PostgresOutcomes.words(e)));
                }
            }
            if (System.nanoTime() >= untilNanos) {
                throw new ClusterException("no primary %s: %s".formatted(what, String.join("; ", errors)));
            }
            Thread.sleep(PAUSE);
        }
    }
}
