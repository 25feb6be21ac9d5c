package muster.kubernetes.status;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import muster.kubernetes.Kubeconfig;

/** Where the API of a K3s cluster can be asked: each of its servers serves it, with the same credentials. */
public final class ApiAddresses {

    private static final int HTTPS = 443;

    private ApiAddresses() {}

    /**
     * The server that the kubeconfig names, and behind it the others at the same port.
     *
     * @param known the nodes as they are remembered; empty if they never were seen
     */
    public static List<URI> of(Kubeconfig kubeconfig, List<KnownNode> known) {
        URI first = kubeconfig.server();
        int port = first.getPort() < 0 ? HTTPS : first.getPort();
        List<URI> all = new ArrayList<>(List.of(first));
        for (KnownNode node : known) {
            if (node.server() && node.address() != null && !node.address().equals(first.getHost())) {
                String host = node.address().contains(":") ? "[" + node.address() + "]" : node.address();
                all.add(URI.create("https://%s:%d/".formatted(host, port)));
            }
        }
        return List.copyOf(all);
    }
}
