package muster.kubernetes.site;

import java.net.URI;
import muster.engine.history.Member;

/**
 * One server of a site, with a member of etcd or a PostgreSQL.
 *
 * @param node its name, as its site has it and as its member is called here
 * @param address its address, where its peers reach it
 * @param inner the address at which its own host reaches it
 * @param client where it is asked: at its address, or through a tunnel
 * @param data its data directory: K3s's own, or etcd's
 */
public record SiteServer(String node, String address, String inner, URI client, String data) {

    /** Where K3s keeps its data unless it is told otherwise (docs.k3s.io: {@code k3s server --data-dir}). */
    public static final String USUAL_DATA = "/var/lib/rancher/k3s";

    /** A server whose own host reaches it where the others do. */
    public SiteServer(String node, String address, URI client, String data) {
        this(node, address, address, client, data);
    }

    /** As a member of the store. */
    Member member() {
        return new Member(node, node, client);
    }

    /** True if it is asked through a tunnel. */
    boolean tunnelled() {
        return "127.0.0.1".equals(client.getHost()) && !address.equals(client.getHost());
    }
}
