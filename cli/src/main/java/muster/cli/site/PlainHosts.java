package muster.cli.site;

import java.net.URI;
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
     * @param inner where its own host reaches it, if nobody else does and it is asked through a tunnel; null if clients reach its URL
     */
    public record Server(
            String node,
            String url,
            String address,
            @Nullable String inner) {

        /** The port of its URL. */
        public int port() {
            return URI.create(url).getPort();
        }
    }

    /** The same with other members, who reach each other on a port. */
    public PlainHosts with(List<Server> members, int peerPort) {
        return new PlainHosts(members, etcdUnit, peerPort, cacert, cert, key, postgres, postgresUnit);
    }

    /** The members that are asked through a tunnel. */
    public List<Server> tunnelled() {
        return etcd.stream().filter(server -> server.inner() != null).toList();
    }

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
