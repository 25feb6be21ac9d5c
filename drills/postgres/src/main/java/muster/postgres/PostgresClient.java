package muster.postgres;

import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import muster.engine.cluster.Call;
import muster.engine.cluster.Client;
import muster.engine.history.Member;
import muster.engine.history.Op;
import muster.engine.history.Outcome;
import muster.postgres.connection.Connections;
import muster.postgres.connection.PostgresOutcomes;
import org.jspecify.annotations.Nullable;

/**
 * One workload client at one server, its home. Writes and reads go to a primary, as {@link Primaries} knows it; a local read goes to its
 * home. A call that was sent is never sent again. Reads and writes have connections of their own, so that writes that hang do not keep
 * reads from being sent.
 */
final class PostgresClient implements Client {

    /**
     * How many writes of one client may be under way at one server. A hung commit keeps its connection, and so does a call after a failover
     * until its connection is made: with their reads eight clients have 64, which leaves room below PostgreSQL's usual limit of 100. A role
     * that is a superuser would take those as well that are reserved, by which an operator looks after its server.
     */
    static final int MOST_WRITES = 4;

    /** How many reads of one client may be under way at one server. */
    static final int MOST_READS = 4;

    /** How long a call waits for a primary and for a free connection before it is given up unsent. */
    static final Duration PATIENCE = Duration.ofSeconds(1);

    /** How long an answer may take: longer than any window of a drill, so that a late one is heard. */
    static final Duration SILENCE = Duration.ofSeconds(30);

    /** The connections to one server. */
    private record Route(Lines reads, Lines writes) {
        Lines lines(Op.Kind kind) {
            return kind.mutates() ? writes : reads;
        }

        void close() {
            reads.close();
            writes.close();
        }
    }

    private final Member home;
    private final RunStatements statements;
    private final Connections connections;
    private final Primaries primaries;
    private final Map<Member, Route> routes = new ConcurrentHashMap<>();
    private final Map<Long, CompletableFuture<Outcome>> underWay = new ConcurrentHashMap<>();
    private final AtomicLong sent = new AtomicLong();
    private volatile boolean closed;

    PostgresClient(Member home, RunSchema schema, Connections connections, Primaries primaries) {
        this.home = home;
        this.statements = new RunStatements(schema);
        this.connections = connections;
        this.primaries = primaries;
    }

    @Override
    public CompletableFuture<Outcome> send(Call call) {
        if (closed) {
            return CompletableFuture.completedFuture(new Outcome.Refused("not sent: its client is closed"));
        }
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        long turn = sent.getAndIncrement();
        underWay.put(turn, outcome);
        if (closed) {
            outcome.complete(new Outcome.Unknown("its client was closed"));
        }
        Thread.ofVirtual().start(() -> {
            try {
                outcome.complete(perform(call));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                outcome.complete(new Outcome.Unknown("its client was stopped"));
            } catch (RuntimeException | Error e) {
                outcome.completeExceptionally(e);
            } finally {
                underWay.remove(turn);
            }
        });
        return outcome;
    }

    private Outcome perform(Call call) throws InterruptedException {
        @Nullable Member server = call.kind().local() ? home : primaries.choose(home, PATIENCE);
        if (server == null) {
            return new Outcome.Refused("not sent: no primary: " + primaries.why());
        }
        Route route = routes.computeIfAbsent(server, this::route);
        if (closed) {
            route.close();
        }
        Lines lines = route.lines(call.kind());
        Line line;
        try {
            line = lines.take(PATIENCE);
        } catch (SQLException e) {
            return PostgresOutcomes.connecting(e);
        }
        if (line == null) {
            return new Outcome.Refused("not sent: %s at %s".formatted(lines.limit(), server.name()));
        }
        return perform(call, lines, line);
    }

    private static Outcome perform(Call call, Lines lines, Line line) {
        boolean usable = false;
        try {
            Outcome outcome = line.call(call);
            usable = true;
            return outcome;
        } catch (SQLException e) {
            usable = PostgresOutcomes.survives(e) && !PostgresOutcomes.readOnly(e);
            return PostgresOutcomes.of(e);
        } finally {
            if (usable) {
                lines.give(line);
            } else {
                lines.drop(line);
            }
        }
    }

    private Route route(Member server) {
        Lines.Opener opener = generation -> open(server, generation);
        return new Route(
                new Lines(MOST_READS, opener, () -> primaries.generation(server)),
                new Lines(MOST_WRITES, opener, () -> primaries.generation(server)));
    }

    private Line open(Member server, long generation) throws SQLException {
        URI address = server.client();
        return new Line(server, connections.open(address, Connections.Purpose.CLIENT, SILENCE), statements, generation);
    }

    @Override
    public void close() {
        closed = true;
        for (CompletableFuture<Outcome> outcome : underWay.values()) {
            outcome.complete(new Outcome.Unknown("its client was closed"));
        }
        routes.values().forEach(Route::close);
    }
}
