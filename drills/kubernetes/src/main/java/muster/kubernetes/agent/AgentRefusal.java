package muster.kubernetes.agent;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.WebSocketHandshakeException;
import java.net.URI;
import muster.engine.history.ClusterException;
import muster.engine.history.OperatorException;
import muster.kubernetes.Unreachable;

/** Why a node was not entered through an API server: what the operator must mend is thrown, what the cluster must is returned. */
final class AgentRefusal {

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private AgentRefusal() {}

    /**
     * @return what to say if no other server answers either
     * @throws OperatorException if the operator must let us in
     * @throws InterruptedException if that is why
     */
    static ClusterException of(String node, URI server, KubernetesClientException error) throws InterruptedException {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof InterruptedException) {
                throw new InterruptedException();
            }
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return switch (code(error)) {
            case UNAUTHORIZED ->
                throw new OperatorException(
                        "the API server %s does not take these credentials".formatted(server),
                        "take a fresh kubeconfig from a server, or log in again",
                        error);
            case FORBIDDEN ->
                throw new OperatorException(
                        "%s: these credentials may not enter the node agents in the namespace %s"
                                .formatted(node, AgentPods.NAMESPACE),
                        "act as muster-drill (kubectl apply -k k8s-manifests/roles), or enter by --ssh",
                        error);
            case 0, -1 ->
                new ClusterException(
                        "%s cannot be entered by its agent: %s".formatted(node, Unreachable.words(server, error)),
                        error);
            default ->
                new ClusterException(
                        "%s cannot be entered by its agent: %s answers HTTP %d: %s"
                                .formatted(node, server, code(error), words(error)),
                        error);
        };
    }

    /** An exec is answered before it becomes a WebSocket, and then the status lies deeper. */
    static int code(KubernetesClientException error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof WebSocketHandshakeException refused) {
                return refused.getResponse().code();
            }
        }
        return error.getCode();
    }

    /** On one line; what Fabric8 puts before the API server's own words is left out. */
    private static String words(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof WebSocketHandshakeException) {
                // Its body, which says why, is not kept by the JDK's WebSocket.
                return "its kubelet lets nobody in";
            }
        }
        String text = error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage();
        int own = text.lastIndexOf("Message: ");
        String told = own < 0 ? text : text.substring(own + "Message: ".length());
        return told.strip().replaceAll("\\s*\\R\\s*", "; ");
    }
}
