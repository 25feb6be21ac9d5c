package muster.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import muster.engine.history.Member;
import muster.postgres.connection.Connections;
import muster.postgres.connection.PostgresOutcomes;
import org.jspecify.annotations.Nullable;

/**
 * Where clients find a primary: every server is asked twenty times a second, on a connection of its own, whether it is in recovery. All
 * clients of a store share what is heard, as clients in one program do that name several servers and want the primary.
 */
final class Primaries implements AutoCloseable {

    /** How often each server is asked. */
    static final Duration PERIOD = Duration.ofMillis(50);

    /** After how long without an answer clients look for another primary. */
    static final Duration SILENCE = Duration.ofMillis(250);

    private static final Duration LIMIT = Duration.ofSeconds(2);

    /** What a server last said. */
    private enum Part {
        UNHEARD,
        PRIMARY,
        STANDBY,
        AWAY
    }

    /** What is known of one server; guarded by the map's monitor. */
    private static final class Known {
        private Part part = Part.UNHEARD;
        private String why = "not heard yet";
        private long generation;
        private long askedNanos;
        private boolean asking;
        private boolean silent;
    }

    private final Connections connections;
    private final Map<Member, Known> servers = new LinkedHashMap<>();
    private final List<Thread> scouts = new ArrayList<>();

    /** Begins to ask. */
    Primaries(List<Member> members, Connections connections) {
        this.connections = connections;
        members.forEach(member -> servers.put(member, new Known()));
        for (Member member : members) {
            scouts.add(Thread.ofVirtual().name("scout-" + member.name()).start(() -> watch(member)));
        }
    }

    /**
     * The server that a client uses whose home this is: its home if that is a primary, else the first other in order; one that has
     * fallen silent only if there is no other. Waits as long as servers were never heard.
     *
     * @return null if no primary is known
     * @throws InterruptedException if this thread is interrupted
     */
    @Nullable
    Member choose(Member home, Duration patience) throws InterruptedException {
        long until = System.nanoTime() + patience.toNanos();
        synchronized (servers) {
            while (true) {
                Member found = primary(home, false);
                if (found == null) {
                    found = primary(home, true);
                }
                if (found != null) {
                    return found;
                }
                long leftMillis = (until - System.nanoTime()) / 1_000_000;
                boolean unheard = servers.values().stream().anyMatch(known -> known.part == Part.UNHEARD);
                if (!unheard || leftMillis <= 0) {
                    return null;
                }
                servers.wait(leftMillis);
            }
        }
    }

    private @Nullable Member primary(Member home, boolean evenSilent) {
        Known own = known(home);
        if (own.part == Part.PRIMARY && (evenSilent || !silent(own))) {
            return home;
        }
        for (Map.Entry<Member, Known> other : servers.entrySet()) {
            if (other.getValue().part == Part.PRIMARY && (evenSilent || !silent(other.getValue()))) {
                return other.getKey();
            }
        }
        return null;
    }

    private static boolean silent(Known known) {
        return known.silent || (known.asking && System.nanoTime() - known.askedNanos > SILENCE.toNanos());
    }

    /** Why there is no primary, for each server. */
    String why() {
        synchronized (servers) {
            return servers.entrySet().stream()
                    .map(entry -> "%s: %s".formatted(entry.getKey().name(), entry.getValue().why))
                    .collect(Collectors.joining("; "));
        }
    }

    /** Another number each time a server's connections broke. */
    long generation(Member server) {
        synchronized (servers) {
            return known(server).generation;
        }
    }

    private Known known(Member server) {
        return Objects.requireNonNull(servers.get(server), server.name());
    }

    @Override
    public void close() {
        scouts.forEach(Thread::interrupt);
    }

    private void watch(Member server) {
        Connection connection = null;
        try {
            while (!Thread.currentThread().isInterrupted()) {
                asking(server);
                try {
                    if (connection == null) {
                        connection = connections.open(server.client(), Connections.Purpose.SCOUT, LIMIT);
                    }
                    heard(server, inRecovery(connection) ? Part.STANDBY : Part.PRIMARY);
                } catch (SQLException e) {
                    if (connection != null) {
                        Connections.abandon(connection);
                        connection = null;
                    }
                    lost(server, e);
                }
                Thread.sleep(PERIOD);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (connection != null) {
                Connections.abandon(connection);
            }
        }
    }

    private static boolean inRecovery(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_is_in_recovery()")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private void asking(Member server) {
        synchronized (servers) {
            Known known = known(server);
            known.askedNanos = System.nanoTime();
            known.asking = true;
        }
    }

    private void heard(Member server, Part part) {
        synchronized (servers) {
            Known known = known(server);
            known.part = part;
            known.why = part == Part.PRIMARY ? "a primary" : "a standby";
            known.asking = false;
            known.silent = false;
            servers.notifyAll();
        }
    }

    /** A server that is silent is what it was; one that answers with an error, or refuses, is away. */
    private void lost(Member server, SQLException error) {
        synchronized (servers) {
            Known known = known(server);
            known.asking = false;
            known.silent = PostgresOutcomes.silent(error);
            known.why = PostgresOutcomes.words(error);
            if (!known.silent || known.part == Part.UNHEARD) {
                known.part = Part.AWAY;
                known.generation++;
            }
            servers.notifyAll();
        }
    }

    /** How clients find a primary, one line each. */
    static List<String> instrument() {
        return List.of(
                "primary: each client stands at one server and uses that one while it is a primary, else the first other"
                        + " primary in order",
                "primary: every server is asked each %d ms whether it is in recovery; one that says nothing for %d ms is passed over if another is a primary"
                        .formatted(PERIOD.toMillis(), SILENCE.toMillis()));
    }
}
