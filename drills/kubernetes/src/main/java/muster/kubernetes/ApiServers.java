package muster.kubernetes;

import java.net.URI;
import java.util.List;

/**
 * A cluster's API, as we are let in.
 *
 * @param kubeconfig the credentials
 * @param servers where it is asked, in this order
 */
public record ApiServers(Kubeconfig kubeconfig, List<URI> servers) {

    /** Copies the list. */
    public ApiServers {
        servers = List.copyOf(servers);
    }
}
