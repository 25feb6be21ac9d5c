package muster.kubernetes.site;

import java.net.URI;
import muster.engine.history.Member;

/**
 * A server with an etcd member.
 *
 * @param node its name, as Kubernetes has it and as its member is called here
 * @param address its address within the cluster, where its peers reach it
 * @param client where its etcd is asked: at that address, or through a tunnel
 */
public record K3sServer(String node, String address, URI client) {

    /** As a member of the store. */
    Member member() {
        return new Member(node, node, client);
    }

    /** True if it is asked through a tunnel. */
    boolean tunnelled() {
        return !address.equals(client.getHost());
    }
}
