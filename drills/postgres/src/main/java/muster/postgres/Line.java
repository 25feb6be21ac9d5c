package muster.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import muster.engine.cluster.Call;
import muster.engine.history.Member;
import muster.engine.history.Op;
import muster.engine.history.Outcome;
import muster.engine.history.Stamp;
import muster.engine.history.Transfer;
import muster.postgres.connection.Connections;
import muster.postgres.connection.PostgresOutcomes;
import org.jspecify.annotations.Nullable;

/** One connection of a client to one server, with the run's statements prepared as they are needed. One call at a time. */
final class Line {

    private final Member server;
    private final Connection connection;
    private final RunStatements statements;
    private final long generation;
    private final IdentityHashMap<RunStatements.Statement, PreparedStatement> prepared = new IdentityHashMap<>();

    /** @param generation of the server, when the connection was made */
    Line(Member server, Connection connection, RunStatements statements, long generation) {
        this.server = server;
        this.connection = connection;
        this.statements = statements;
        this.generation = generation;
    }

    /** The server's generation when the connection was made: of another one, the connection is dead. */
    long generation() {
        return generation;
    }

    /**
     * Makes the call and waits for its answer.
     *
     * @throws SQLException as the driver says it; {@link PostgresOutcomes#of} says what it means
     */
    Outcome call(Call call) throws SQLException {
        return switch (call.kind()) {
            case READ, LOCAL_READ -> read(call, statements.read());
            case SNAPSHOT, LOCAL_SNAPSHOT -> read(call, statements.snapshot());
            case INSERT -> write(call, statements.insert());
            case TRANSFER -> write(call, statements.transfer());
            case WRITE -> write(call, statements.write());
            case COMPARE_AND_SET ->
                write(call, call.expected() == null ? statements.createIfAbsent() : statements.compareAndSet());
        };
    }

    private Outcome read(Call call, RunStatements.Statement wanted) throws SQLException {
        try (ResultSet row = bound(wanted, call).executeQuery()) {
            row.next();
            return row.getBoolean(4) && !call.kind().local()
                    ? new Outcome.Refused("%s is in recovery: a primary is asked".formatted(server.name()))
                    : new Outcome.Acked(row.getString(1), stamp(row));
        }
    }

    private Outcome write(Call call, RunStatements.Statement wanted) throws SQLException {
        PreparedStatement statement = bound(wanted, call);
        @Nullable String value;
        Stamp stamp;
        try (ResultSet row = statement.executeQuery()) {
            if (!row.next()) {
                return new Outcome.Acked(null, here(call));
            }
            value = row.getString(1);
            stamp = stamp(row);
        }
        String warning = PostgresOutcomes.localCommit(connection, statement);
        return warning == null ? new Outcome.Acked(value, stamp) : new Outcome.AckedLocally(value, stamp, warning);
    }

    private Stamp here(Call call) throws SQLException {
        try (ResultSet row = bound(statements.read(), call).executeQuery()) {
            row.next();
            return stamp(row);
        }
    }

    private Stamp stamp(ResultSet row) throws SQLException {
        return new Stamp(server.name(), row.getLong(3), Lsn.parse(Objects.requireNonNull(row.getString(2))));
    }

    private PreparedStatement bound(RunStatements.Statement wanted, Call call) throws SQLException {
        PreparedStatement statement = prepared.get(wanted);
        if (statement == null) {
            statement = connection.prepareStatement(wanted.sql());
            prepared.put(wanted, statement);
        }
        List<Gain> gains = call.kind() == Op.Kind.TRANSFER ? gains(call) : List.of();
        int at = 1;
        for (int parameter : wanted.parameters()) {
            switch (parameter) {
                case 1 -> statement.setString(at, call.key());
                case 2 -> statement.setString(at, call.argument());
                case 3 -> statement.setLong(at, call.op());
                case 4 -> statement.setString(at, call.expected());
                case 5 -> statement.setString(at, gains.get(0).account());
                case 6 -> statement.setLong(at, gains.get(0).amount());
                case 7 -> statement.setString(at, gains.get(1).account());
                case 8 -> statement.setLong(at, gains.get(1).amount());
                default -> throw new IllegalStateException("no parameter " + parameter);
            }
            at++;
        }
        return statement;
    }

    /** What an account gains by a transfer; less than nothing for the one that gives. */
    private record Gain(String account, long amount) {}

    /** In the order of their names, so that no two transfers wait for each other. */
    private static List<Gain> gains(Call call) {
        Transfer transfer = Transfer.parse(Objects.requireNonNull(call.argument(), "a transfer without accounts"))
                .orElseThrow(() -> new IllegalArgumentException("no transfer: " + call.argument()));
        return Stream.of(new Gain(transfer.from(), -transfer.amount()), new Gain(transfer.to(), transfer.amount()))
                .sorted(Comparator.comparing(Gain::account))
                .toList();
    }

    /** Closes the connection at once; a call that is under way fails. */
    void abandon() {
        Connections.abandon(connection);
    }
}
