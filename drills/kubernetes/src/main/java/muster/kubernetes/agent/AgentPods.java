package muster.kubernetes.agent;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.stream.Collectors;
import muster.engine.history.ClusterException;
import muster.engine.history.OperatorException;

/** The agents' pods, as {@code k8s-manifests/node-agent} names and labels them. */
final class AgentPods {

    static final String NAMESPACE = "muster-agent";
    static final String CONTAINER = "agent";
    static final String INSTALL = "kubectl apply -k k8s-manifests/node-agent";

    private static final String LABEL = "app.kubernetes.io/name";
    private static final String AGENT = "muster-node-agent";
    private static final String LIST = "kubectl get pods -n " + NAMESPACE + " -o wide";

    private AgentPods() {}

    /**
     * The name of the pod that runs on a node.
     *
     * @throws OperatorException if there is none, or none anywhere
     * @throws ClusterException if it does not run
     */
    static String on(KubernetesClient client, String node) {
        List<Pod> all = client.pods()
                .inNamespace(NAMESPACE)
                .withLabel(LABEL, AGENT)
                .list()
                .getItems();
        if (all.isEmpty()) {
            throw new OperatorException("no node agent is installed on this cluster", INSTALL);
        }
        List<Pod> here = all.stream()
                .filter(pod -> node.equals(pod.getSpec().getNodeName())
                        && pod.getMetadata().getDeletionTimestamp() == null)
                .toList();
        if (here.isEmpty()) {
            String elsewhere = all.stream()
                    .map(pod -> String.valueOf(pod.getSpec().getNodeName()))
                    .sorted()
                    .distinct()
                    .collect(Collectors.joining(", "));
            throw new OperatorException("%s has no node agent; there is one on %s".formatted(node, elsewhere), LIST);
        }
        return here.stream()
                .filter(pod -> "Running".equals(pod.getStatus().getPhase()))
                .findFirst()
                .orElseThrow(() -> new ClusterException(
                        "%s: its node agent does not run: %s; next: %s".formatted(node, why(here.getFirst()), LIST)))
                .getMetadata()
                .getName();
    }

    private static String why(Pod pod) {
        return pod.getStatus().getContainerStatuses().stream()
                .filter(container ->
                        container.getState() != null && container.getState().getWaiting() != null)
                .map(container -> container.getState().getWaiting().getReason())
                .findFirst()
                .orElse(pod.getStatus().getPhase());
    }
}
