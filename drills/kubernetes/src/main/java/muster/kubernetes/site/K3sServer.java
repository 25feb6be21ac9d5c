package muster.kubernetes.site;

import java.net.URI;
import muster.engine.history.Member;

/**
 * A server with an etcd member.
 *
 * @param node its name, as Kubernetes has it and as its member is called here
 * @param address its address within the cluster, where its peers reach it
 * @param client where its etcd is asked: at that address, or through a tunnel
 * @param data K3s's data directory on it
 */
public record K3sServer(String node, String address, URI client, String data) {

    /** Where K3s keeps its data unless it is told otherwise (docs.k3s.io: {@code k3s server --data-dir}). */
    public static final String USUAL_DATA = "/var/lib/rancher/k3s";

    /** As a member of the store. */
    Member member() {
        return new Member(node, node, client);
    }

    /** True if it is asked through a tunnel. */
    boolean tunnelled() {
        return !address.equals(client.getHost());
    }
}
