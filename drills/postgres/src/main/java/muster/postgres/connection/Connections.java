package muster.postgres.connection;

import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** Opens connections to one server each, with every time-out set: pgjdbc by itself waits for ever. Safe for threads. */
public final class Connections {

    /** How long each answer may take while a connection is set up. */
    public static final Duration HANDSHAKE = Duration.ofSeconds(1);

    private static final Duration LOGIN = Duration.ofSeconds(3);

    /** Older than all that Debian has had since 2021. What a newer one lacks is found out by asking. */
    private static final String OLDEST_SERVER = "12";

    private static final Driver DRIVER = new Driver();

    private final PostgresAccess access;

    /** What a connection is for: its name in {@code pg_stat_activity}. */
    public enum Purpose {
        /** The workload's calls. */
        CLIENT,
        /** Which server is a primary. */
        SCOUT,
        /** What a server says of itself. */
        LOOK,
        /** The run's place, and other work beside the workload. */
        ADMIN;

        String applicationName() {
            return "muster " + name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param access as whom */
    public Connections(PostgresAccess access) {
        this.access = access;
    }

    /**
     * Connects, in at most a few seconds.
     *
     * @param server {@code postgresql://host:port/database}, with pgjdbc's parameters behind a question mark
     * @param silence how long an answer may take before the connection is given up
     * @throws SQLException if that fails: {@link PostgresOutcomes#connecting} says what it means
     */
    public Connection open(URI server, Purpose purpose, Duration silence) throws SQLException {
        return connect(server, properties(server, purpose), silence);
    }

    /**
     * Connects to a WAL sender, which understands replication commands beside SQL, each as one simple query. It takes one of the
     * server's {@code max_wal_senders}, and shows in {@code pg_stat_replication} in the state {@code startup}.
     *
     * @param server as for {@link #open}
     * @param silence as for {@link #open}
     * @throws SQLException as {@link #open} does
     */
    public Connection openReplication(URI server, Purpose purpose, Duration silence) throws SQLException {
        Properties properties = properties(server, purpose);
        PGProperty.REPLICATION.set(properties, "database");
        PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
        return connect(server, properties, silence);
    }

    private static Connection connect(URI server, Properties properties, Duration silence) throws SQLException {
        Connection connection = DRIVER.connect(url(server), properties);
        if (connection == null) {
            throw new IllegalArgumentException("%s is no address of a PostgreSQL server".formatted(server));
        }
        try {
            setSilence(connection, silence);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return connection;
    }

    /** Sets how long each answer may take from now on. */
    public static void setSilence(Connection connection, Duration silence) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, Math.toIntExact(Math.max(1, silence.toMillis())));
    }

    /** Lets go of a connection at once, whatever it waits for; whoever waits gets an error. */
    public static void abandon(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            throw new IllegalStateException("a connection cannot be abandoned", e);
        }
    }

    private Properties properties(URI server, Purpose purpose) {
        Properties properties = new Properties();
        PGProperty.USER.set(properties, access.user());
        if (access.password() != null) {
            PGProperty.PASSWORD.set(properties, access.password());
        }
        String user = server.getUserInfo();
        if (user != null) {
            PGProperty.USER.set(properties, user);
        }
        PGProperty.SOCKET_FACTORY.set(properties, ShortConnect.class.getName());
        PGProperty.CONNECT_TIMEOUT.set(properties, Math.toIntExact(HANDSHAKE.toSeconds()));
        PGProperty.SOCKET_TIMEOUT.set(properties, Math.toIntExact(HANDSHAKE.toSeconds()));
        PGProperty.LOGIN_TIMEOUT.set(properties, Math.toIntExact(LOGIN.toSeconds()));
        PGProperty.TCP_KEEP_ALIVE.set(properties, true);
        PGProperty.APPLICATION_NAME.set(properties, purpose.applicationName());
        PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, OLDEST_SERVER);
        PGProperty.PREPARE_THRESHOLD.set(properties, 1);
        PGProperty.GSS_ENC_MODE.set(properties, "disable");
        if (!asksForTls(server)) {
            PGProperty.SSL_MODE.set(properties, Objects.requireNonNullElse(access.sslMode(), "disable"));
        }
        return properties;
    }

    private static boolean asksForTls(URI server) {
        return server.getQuery() != null && server.getQuery().contains("ssl");
    }

    private static String url(URI server) {
        String query = server.getRawQuery();
        return "jdbc:postgresql://%s:%d%s%s"
                .formatted(
                        server.getHost(),
                        server.getPort(),
                        server.getRawPath().isEmpty() ? "/" : server.getRawPath(),
                        query == null ? "" : "?" + query);
    }

    /** How connections are made, one line each. */
    public static List<String> instrument() {
        return List.of(
                "connect: given up after %d ms; each answer of the handshake after %d s, all of it after %d s"
                        .formatted(ShortConnect.LIMIT.toMillis(), HANDSHAKE.toSeconds(), LOGIN.toSeconds()),
                "TCP keepalive is on; no query time-out is set, because it turns a cancelled synchronous commit into success");
    }
}
