package muster.cli.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import muster.engine.run.Status;
import muster.postgres.status.PostgresStatus;
import org.jspecify.annotations.Nullable;

/** Which parts of etcd and of PostgreSQL go down with one node. */
final class Fates {

    private static final String PRIMARY = "primary";

    private Fates() {}

    /**
     * A PostgreSQL server, and where it is.
     *
     * @param cluster the one that it belongs to; empty if there is only one
     * @param name its own
     * @param node where it runs
     * @param role {@code primary}, {@code standby}, or {@code server} if nobody knows
     */
    record Server(String cluster, String name, String node, String role) {}

    /** The members of an etcd that go by their nodes: {@code leader} or {@code member} for each. */
    static Map<String, String> members(@Nullable Status etcd) {
        Map<String, String> parts = new LinkedHashMap<>();
        if (etcd != null) {
            etcd.members()
                    .forEach(row -> parts.put(row.member(), row.member().equals(etcd.leader()) ? "leader" : "member"));
        }
        return parts;
    }

    /** The servers of a PostgreSQL that go by their nodes. */
    static List<Server> servers(@Nullable PostgresStatus postgres) {
        return postgres == null
                ? List.of()
                : postgres.servers().stream()
                        .map(row -> new Server("", row.server(), row.server(), row.answers() ? row.state() : "server"))
                        .toList();
    }

    /**
     * A line for each node that would take more than one part with it, those that hold the etcd leader and a primary first.
     *
     * @param members the part of etcd on each node
     * @param servers of every PostgreSQL
     */
    static List<String> of(Map<String, String> members, List<Server> servers) {
        Map<String, List<Server>> byNode =
                servers.stream().collect(Collectors.groupingBy(Server::node, LinkedHashMap::new, Collectors.toList()));
        List<String> worst = new ArrayList<>();
        List<String> others = new ArrayList<>();
        byNode.forEach((node, there) -> {
            String part = members.get(node);
            for (Server server : there) {
                boolean both = "leader".equals(part) && server.role().equals(PRIMARY);
                if (part != null) {
                    (both ? worst : others).add("%s and etcd %s both on %s".formatted(words(server), part, node));
                }
            }
            copies(node, there).forEach(worst::add);
        });
        worst.addAll(others);
        return worst;
    }

    /** Servers of one cluster on one node are lost together. */
    private static List<String> copies(String node, List<Server> there) {
        Map<String, List<Server>> byCluster =
                there.stream().collect(Collectors.groupingBy(Server::cluster, LinkedHashMap::new, Collectors.toList()));
        return byCluster.values().stream()
                .filter(together -> together.size() > 1)
                .map(together -> "%s all on %s: what is lost there is lost in each"
                        .formatted(together.stream().map(Fates::words).collect(Collectors.joining(", ")), node))
                .toList();
    }

    private static String words(Server server) {
        return "%s %s".formatted(server.role(), server.name());
    }
}
