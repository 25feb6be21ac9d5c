package muster.kubernetes.postgres;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.LocalPortForward;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import muster.engine.history.ClusterException;
import muster.kubernetes.Kubeconfig;
import org.jspecify.annotations.Nullable;

/** The way to the servers in pods, through one API server: finds them, and forwards a port to each. Keeps to what it opened. */
public final class PodWays implements AutoCloseable {

    private final KubernetesClient client;
    private final Map<String, LocalPortForward> forwards = new HashMap<>();

    /**
     * Connects to nothing yet.
     *
     * @param server the API server that answers
     */
    public PodWays(Kubeconfig kubeconfig, URI server) {
        client = kubeconfig.client(server);
    }

    /** All PostgreSQL that is there. */
    public PostgresSight look(Instant now) {
        return PostgresPods.look(client, now);
    }

    /**
     * A port of the loopback that leads to a pod's server, in the pod's own network; the same one as long as it is the same pod.
     *
     * @throws ClusterException if the API server opens none
     */
    public int forward(String namespace, PostgresPod pod) {
        String way = "%s/%s %s".formatted(namespace, pod.name(), pod.address());
        LocalPortForward known = forwards.get(way);
        if (known != null && known.isAlive()) {
            return known.getLocalPort();
        }
        try {
            LocalPortForward opened = client.pods()
                    .inNamespace(namespace)
                    .withName(pod.name())
                    .portForward(pod.port(), InetAddress.getLoopbackAddress(), 0);
            forwards.put(way, opened);
            return opened.getLocalPort();
        } catch (KubernetesClientException e) {
            throw new ClusterException("%s: no port is forwarded to it: %s".formatted(pod.name(), e.getMessage()), e);
        }
    }

    /** The password of the role {@code muster} of Muster's own manifest; empty if it may not be read: a stranger's Secrets are not. */
    public Optional<String> password(PostgresGroup group) {
        Login login = group.login();
        if (login == null || group.keeper().kind() != Keeper.Kind.MUSTER) {
            return Optional.empty();
        }
        try {
            @Nullable
            Secret secret = client.secrets()
                    .inNamespace(group.namespace())
                    .withName(login.secret())
                    .get();
            String encoded = secret == null || secret.getData() == null
                    ? null
                    : secret.getData().get(login.key());
            return Optional.ofNullable(encoded)
                    .map(text -> new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8));
        } catch (KubernetesClientException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        try {
            for (LocalPortForward forward : forwards.values()) {
                forward.close();
            }
        } catch (IOException e) {
            throw new ClusterException("a forwarded port cannot be closed: " + e.getMessage(), e);
        } finally {
            client.close();
        }
    }
}
