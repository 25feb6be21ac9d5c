package muster.postgres;

import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import muster.engine.history.Member;
import muster.engine.history.Outcome;
import muster.engine.history.Sighting;
import muster.engine.history.Stamp;
import muster.postgres.connection.Connections;
import muster.postgres.connection.PostgresOutcomes;
import org.jspecify.annotations.Nullable;

/**
 * What one server says of itself, asked on a kept connection to a WAL sender: the timeline from {@code IDENTIFY_SYSTEM}, because the
 * control file still tells the old one after a promotion, and one statement for the rest.
 */
final class ServerView implements AutoCloseable {

    private static final Duration SIZE_PERIOD = Duration.ofSeconds(1);

    /** Raised where a server was promoted between two functions of one statement. */
    private static final String WRONG_STATE = "55000";

    /** Who is no member of {@code pg_monitor} sees a receiver's process and nothing else of it. */
    private static final String NOT_ALLOWED = "42501";

    private static final String STATE = """
            SELECT r.recovering,
                CASE WHEN r.recovering
                    THEN greatest(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn()) ELSE pg_current_wal_lsn() END,
                CASE WHEN r.recovering THEN pg_last_wal_replay_lsn()
                    ELSE least(pg_current_wal_flush_lsn(), pg_current_wal_lsn()) END,
                (SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'),
                CASE WHEN r.recovering THEN pg_is_wal_replay_paused() ELSE false END,
                w.status, w.sender_host, w.sender_port, current_setting('server_version'),
                w.pid IS NOT NULL AND w.status IS NULL
            FROM (SELECT pg_is_in_recovery() AS recovering) r LEFT JOIN pg_stat_wal_receiver w ON true""";

    private static final String SIZE = "SELECT sum(pg_database_size(oid))::bigint FROM pg_database";

    /** The kept connection to one server. */
    private static final class Kept {
        private final ReentrantLock turn = new ReentrantLock();
        private @Nullable Connection connection;
        private long sizeBytes;
        private @Nullable Long sizedNanos;
    }

    /** One question. */
    private interface Question<T> {
        T ask(Kept kept, Connection connection) throws SQLException;
    }

    private final Connections connections;
    private final ServerNames names;
    private final String service;
    private final Map<Member, Kept> servers = new ConcurrentHashMap<>();

    /** Whoever said last that it is the primary, by its timeline: one timeline has one. */
    private final Map<Long, String> primaries = new ConcurrentHashMap<>();

    ServerView(List<Member> members, Connections connections, Keeping keeping) {
        this.connections = connections;
        this.names = new ServerNames(members, keeping);
        this.service = keeping.service();
    }

    /** Asks one server about itself. */
    Sighting look(Member member, long zeroNanos, Duration deadline) throws InterruptedException {
        long asked = System.nanoTime() - zeroNanos;
        Sighting.Said said;
        try {
            said = ask(member, deadline, (kept, connection) -> server(member, kept, connection));
        } catch (SQLException e) {
            said = said(e, deadline);
        }
        return new Sighting(member.name(), asked, System.nanoTime() - zeroNanos, said);
    }

    /**
     * One read at one server.
     *
     * @param anywhere false to refuse a server in recovery
     */
    Outcome read(Member member, boolean anywhere, Duration deadline) throws InterruptedException {
        try {
            Sighting.Server server = ask(member, deadline, (kept, connection) -> server(member, kept, connection));
            if (!anywhere && server.role() != Sighting.Role.LEADER) {
                return new Outcome.Refused("%s is in recovery: a primary is asked".formatted(member.name()));
            }
            return new Outcome.Acked(null, new Stamp(member.name(), server.term(), server.applied()));
        } catch (SQLException e) {
            return PostgresOutcomes.silent(e)
                    ? new Outcome.Unknown(PostgresOutcomes.words(e))
                    : PostgresOutcomes.connecting(e);
        }
    }

    private <T> T ask(Member member, Duration deadline, Question<T> question)
            throws SQLException, InterruptedException {
        Kept kept = servers.computeIfAbsent(member, key -> new Kept());
        if (!kept.turn.tryLock(deadline.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new SQLException("no answer to the question before", "08006", new SocketTimeoutException());
        }
        try {
            boolean fresh = kept.connection == null;
            try {
                return once(kept, member, deadline, question);
            } catch (SQLException e) {
                boolean again = WRONG_STATE.equals(e.getSQLState()) || (!fresh && !PostgresOutcomes.silent(e));
                if (!again) {
                    throw e;
                }
                return once(kept, member, deadline, question);
            }
        } finally {
            kept.turn.unlock();
        }
    }

    private <T> T once(Kept kept, Member member, Duration deadline, Question<T> question) throws SQLException {
        Connection connection = kept.connection;
        if (connection == null) {
            connection = connections.openReplication(member.client(), Connections.Purpose.LOOK, deadline);
            kept.connection = connection;
        }
        boolean whole = false;
        try {
            Connections.setSilence(connection, deadline);
            T answer = question.ask(kept, connection);
            whole = true;
            return answer;
        } finally {
            if (!whole) {
                kept.connection = null;
                Connections.abandon(connection);
            }
        }
    }

    private Sighting.Server server(Member member, Kept kept, Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            String id;
            long timeline;
            try (ResultSet row = statement.executeQuery("IDENTIFY_SYSTEM")) {
                row.next();
                id = Objects.requireNonNull(row.getString(1));
                timeline = row.getLong(2);
            }
            long size = size(kept, statement);
            try (ResultSet row = statement.executeQuery(STATE)) {
                row.next();
                boolean recovering = row.getBoolean(1);
                note(member, recovering, timeline);
                String leader = recovering ? sender(row, timeline) : member.name();
                return new Sighting.Server(
                        id,
                        role(recovering, leader),
                        leader,
                        timeline,
                        lsn(row.getString(2)),
                        lsn(row.getString(3)),
                        version(row.getString(9)),
                        size,
                        row.getInt(4),
                        row.getBoolean(5) ? List.of("replay of the log is paused") : List.of());
            }
        }
    }

    private static Sighting.Role role(boolean recovering, @Nullable String leader) {
        if (!recovering) {
            return Sighting.Role.LEADER;
        }
        return leader == null ? Sighting.Role.NO_LEADER : Sighting.Role.FOLLOWER;
    }

    private void note(Member member, boolean recovering, long timeline) {
        if (recovering) {
            primaries.values().removeIf(member.name()::equals);
        } else {
            primaries.put(timeline, member.name());
        }
    }

    /** Behind a service, a standby streams from the one that made the timeline that it streams. */
    private @Nullable String sender(ResultSet row, long timeline) throws SQLException {
        if (row.getBoolean(10)) {
            throw new SQLException(
                    "its role is no member of pg_monitor, and does not see whom it streams from", NOT_ALLOWED);
        }
        String host = row.getString(7);
        if (!"streaming".equals(row.getString(6)) || host == null) {
            return null;
        }
        String at = names.at(host, row.getInt(8));
        return host.equals(service) ? primaries.getOrDefault(timeline, at) : at;
    }

    /** A standby that never received anything has no position yet. */
    private static long lsn(@Nullable String text) {
        return text == null ? 0 : Lsn.parse(text);
    }

    /** Debian adds its own version in parentheses. */
    private static String version(@Nullable String text) {
        return text == null ? "unknown" : text.split(" ", 2)[0];
    }

    /** The server adds up the sizes of its files for this: not at every look. */
    private static long size(Kept kept, Statement statement) throws SQLException {
        Long before = kept.sizedNanos;
        if (before == null || System.nanoTime() - before > SIZE_PERIOD.toNanos()) {
            try (ResultSet row = statement.executeQuery(SIZE)) {
                row.next();
                kept.sizeBytes = row.getLong(1);
                kept.sizedNanos = System.nanoTime();
            }
        }
        return kept.sizeBytes;
    }

    private static Sighting.Said said(SQLException error, Duration deadline) {
        if (PostgresOutcomes.silent(error)) {
            return new Sighting.Mute("no answer within %d ms".formatted(deadline.toMillis()));
        }
        String why = PostgresOutcomes.words(error);
        return PostgresOutcomes.nobodyListens(error) ? new Sighting.Closed(why) : new Sighting.Garbled(why);
    }

    @Override
    public void close() {
        for (Kept kept : servers.values()) {
            Connection connection = kept.connection;
            if (connection != null) {
                Connections.abandon(connection);
            }
        }
    }
}
