package muster.kubernetes.agent;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.LocalPortForward;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import muster.engine.cluster.Shell;
import muster.engine.history.ClusterException;
import muster.engine.history.OperatorException;
import muster.kubernetes.Kubeconfig;
import muster.kubernetes.NodeDoors;
import muster.kubernetes.script.RemoteScript;
import org.jspecify.annotations.Nullable;

/**
 * Doors to nodes by the node agent. The way leads through an API server, the first of those known that answers, and through the node's
 * kubelet: where either is gone, so is the door. Safe for threads.
 */
public final class AgentDoors implements NodeDoors {

    private static final int NOT_FOUND = 404;

    private final Kubeconfig kubeconfig;
    private final Supplier<List<URI>> servers;
    private final Map<URI, KubernetesClient> clients = new ConcurrentHashMap<>();
    private final Map<String, String> pods = new ConcurrentHashMap<>();
    private final List<LocalPortForward> forwards = new CopyOnWriteArrayList<>();
    private volatile @Nullable URI answered;

    /**
     * @param kubeconfig whose credentials enter
     * @param servers the API servers that are known, asked for whenever one is wanted; the kubeconfig's comes first
     */
    public AgentDoors(Kubeconfig kubeconfig, Supplier<List<URI>> servers) {
        this.kubeconfig = kubeconfig;
        this.servers = servers;
    }

    /** Something that one API server is asked for. */
    private interface Way<T> {
        T through(KubernetesClient client) throws InterruptedException;
    }

    @Override
    public Shell shell(String node) {
        return (script, deadline) -> run(node, script, deadline);
    }

    @Override
    public int forward(String node, int port) throws InterruptedException {
        LocalPortForward forward = reach(
                node,
                client -> client.pods()
                        .inNamespace(AgentPods.NAMESPACE)
                        .withName(pod(client, node))
                        .portForward(port, InetAddress.getLoopbackAddress(), 0));
        forwards.add(forward);
        return forward.getLocalPort();
    }

    /**
     * A port-forward ends in the agent's own network, and leads nowhere else. One to the pod itself does not carry a workload: it leaves
     * the sessions open that a client has given up, until the server takes no more (tried with PostgreSQL's drills).
     */
    @Override
    public int forward(String node, String host, int port) {
        throw new OperatorException(
                "%s: the node agent has no tunnel to a pod, only to the node's own ports".formatted(node),
                "enter the nodes by ssh: muster site add NAME --kubeconfig FILE --context NAME --ssh CONFIG");
    }

    @Override
    public boolean throughApi() {
        return true;
    }

    @Override
    public String word() {
        return "agent";
    }

    /** Ends the tunnels and the connections. */
    @Override
    public void close() {
        forwards.forEach(Entry::closeQuietly);
        forwards.clear();
        clients.values().forEach(KubernetesClient::close);
        clients.clear();
    }

    private Shell.Result run(String node, String script, Duration deadline) throws InterruptedException {
        RemoteScript remote = new RemoteScript(script, deadline);
        try (Entry entry = reach(node, client -> enter(client, node))) {
            entry.send(remote.input());
            if (!entry.ended(deadline)) {
                throw new ClusterException("%s: the script was given up after %d ms, and its node kills it%s"
                        .formatted(node, deadline.toMillis(), colon(entry.words())));
            }
            return remote.result(entry.out(), entry.err())
                    .orElseThrow(() -> new ClusterException(
                            "%s: the way through its agent broke off%s".formatted(node, colon(entry.words()))));
        }
    }

    private static String colon(String words) {
        return words.isEmpty() ? "" : ": " + words;
    }

    private Entry enter(KubernetesClient client, String node) throws InterruptedException {
        try {
            return Entry.into(node, client, pod(client, node));
        } catch (KubernetesClientException e) {
            if (AgentRefusal.code(e) != NOT_FOUND) {
                throw e;
            }
            // Another pod has taken its place since we looked.
            pods.remove(node);
            return Entry.into(node, client, pod(client, node));
        }
    }

    private String pod(KubernetesClient client, String node) {
        return pods.computeIfAbsent(node, missing -> AgentPods.on(client, missing));
    }

    /** Asks server after server, until one answers; what the operator must mend, no other server mends. */
    private <T> T reach(String node, Way<T> way) throws InterruptedException {
        if (!node.matches("[a-z0-9][a-z0-9.-]*")) {
            throw OperatorException.usage("\"%s\" is no name of a node".formatted(node), "kubectl get nodes");
        }
        ClusterException first = null;
        for (URI server : order()) {
            try {
                T reached = way.through(clients.computeIfAbsent(server, kubeconfig::client));
                answered = server;
                return reached;
            } catch (KubernetesClientException e) {
                ClusterException failed = AgentRefusal.of(node, server, e);
                first = first == null ? failed : first;
            }
        }
        throw first == null ? new ClusterException("no API server is known") : first;
    }

    private List<URI> order() {
        List<URI> order = new ArrayList<>(servers.get());
        URI last = answered;
        if (last != null && order.remove(last)) {
            order.addFirst(last);
        }
        return order;
    }
}
