package muster.cli.command;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import muster.engine.history.Member;
import muster.engine.history.OperatorException;
import muster.postgres.connection.PostgresAccess;
import picocli.CommandLine.Option;

/** The flag that names PostgreSQL servers by their addresses. */
final class ServerFlags {

    private static final String EXAMPLE = "muster status --servers postgresql://10.0.0.1:5432/postgres";
    private static final int PORT = 5432;

    @Option(
            names = "--servers",
            split = ",",
            paramLabel = "URL",
            description =
                    "Look at these PostgreSQL servers instead of the lab, as PGUSER, with PGPASSWORD or ~/.pgpass.")
    private List<String> servers = new ArrayList<>();

    boolean given() {
        return !servers.isEmpty();
    }

    List<Member> members() {
        return servers.stream().map(each -> member("--servers", each, EXAMPLE)).toList();
    }

    /** As libpq does: PGUSER or the name of the account, and PGPASSWORD. */
    static PostgresAccess access(Map<String, String> environment) {
        String account = System.getProperty("user.name");
        return new PostgresAccess(
                environment.getOrDefault("PGUSER", account),
                environment.get("PGPASSWORD"),
                environment.get("PGSSLMODE"));
    }

    /** A server by its address, as one of a flag's. */
    static Member member(String flag, String server, String example) {
        URI given = parse(flag, example, server.contains("://") ? server : "postgresql://" + server);
        boolean known = "postgresql".equals(given.getScheme()) || "postgres".equals(given.getScheme());
        if (!known || given.getHost() == null) {
            throw OperatorException.usage(
                    "%s: %s is no address of the form postgresql://user@host:port/database".formatted(flag, server),
                    example);
        }
        String user = given.getUserInfo();
        if (user != null && user.contains(":")) {
            throw OperatorException.usage(
                    flag + ": a password does not belong into an address, where others see it",
                    "put it into PGPASSWORD or ~/.pgpass");
        }
        int port = given.getPort() > 0 ? given.getPort() : PORT;
        String database = given.getPath().length() > 1 ? given.getPath() : "/postgres";
        try {
            URI whole = new URI("postgresql", user, given.getHost(), port, database, given.getQuery(), null);
            return new Member("%s:%d".formatted(given.getHost(), port), given.getHost(), whole);
        } catch (URISyntaxException e) {
            throw OperatorException.usage("%s: %s is no address: %s".formatted(flag, server, e.getReason()), example);
        }
    }

    private static URI parse(String flag, String example, String address) {
        try {
            return new URI(address);
        } catch (URISyntaxException e) {
            throw OperatorException.usage("%s: this is no address: %s".formatted(flag, e.getReason()), example);
        }
    }
}
