package muster.kubernetes;

import java.net.URI;
import java.util.List;
import java.util.function.Function;
import muster.engine.history.ClusterException;

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

    /**
     * What the first server says that answers at all.
     *
     * @param question ends in a {@link ClusterException} where a server does not answer; the next one is asked then
     * @throws ClusterException if none does: the last one's
     */
    public <T> T first(Function<URI, T> question) {
        ClusterException silent = new ClusterException("no API server is known");
        for (URI server : servers) {
            try {
                return question.apply(server);
            } catch (ClusterException e) {
                silent = e;
            }
        }
        throw silent;
    }
}
