package muster.cli.site;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A site of hosts without Kubernetes, as the operator named them. Passwords are never in it.
 *
 * @param etcd the members; empty if there are none
 * @param etcdUnit the systemd unit of each member, without {@code .service}
 * @param etcdPeerPort on which members reach each other; 0 if there are none
 * @param cacert certificates that the members' must lead to (PEM), absolute; null for plain text
 * @param cert our certificate, absolute; null if members ask for none
 * @param key its key, absolute; null likewise
 * @param postgres the servers; empty if there are none
 * @param postgresUnit the systemd unit of each server
 */
public record PlainHosts(
        List<Server> etcd,
        String etcdUnit,
        int etcdPeerPort,
        @Nullable String cacert,
        @Nullable String cert,
        @Nullable String key,
        List<Server> postgres,
        String postgresUnit) {

    /** Copies the lists. */
    public PlainHosts {
        etcd = List.copyOf(etcd);
        postgres = List.copyOf(postgres);
    }

    /**
     * One member, or one server.
     *
     * @param node the host, as ssh calls it
     * @param url where clients reach it
     * @param address of that URL's host, when the site was added
     */
    public record Server(String node, String url, String address) {}

    /** Every host, once. */
    public List<String> nodes() {
        return Stream.concat(etcd.stream(), postgres.stream())
                .map(Server::node)
                .distinct()
                .toList();
    }

    /** What runs there, in words. */
    public String words() {
        String members = etcd.isEmpty() ? "" : "%d × etcd".formatted(etcd.size());
        String servers = postgres.isEmpty() ? "" : "%d × PostgreSQL".formatted(postgres.size());
        return members + (members.isEmpty() || servers.isEmpty() ? "" : ", ") + servers;
    }
}
