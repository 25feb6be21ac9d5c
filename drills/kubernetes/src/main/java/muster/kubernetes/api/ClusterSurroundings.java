package muster.kubernetes.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import muster.engine.check.Quantities;
import muster.engine.cluster.Surroundings;
import muster.engine.history.Member;
import muster.kubernetes.ApiDoor;
import muster.kubernetes.Kubeconfig;

/**
 * Nodes, and the pods of some namespaces, by the word of whichever API server answers first. All are asked at once, and read through
 * etcd's quorum: a server that is cut off from the others has nothing to say.
 */
public final class ClusterSurroundings implements Surroundings {

    private static final int OK = 200;

    private final Doors doors;
    private final List<Member> servers;
    private final List<String> namespaces;

    /**
     * Does not connect yet.
     *
     * @param kubeconfig the credentials
     * @param servers the API servers, one for each node
     * @param namespaces whose pods are looked at
     */
    public ClusterSurroundings(Kubeconfig kubeconfig, List<Member> servers, List<String> namespaces) {
        this.doors = new Doors(kubeconfig);
        this.servers = List.copyOf(servers);
        this.namespaces = List.copyOf(namespaces);
    }

    @Override
    public Map<String, String> look(Duration deadline) throws InterruptedException {
        Map<String, String> seen = new TreeMap<>();
        items("/api/v1/nodes", deadline).forEach(node -> seen.put("node " + name(node), node(node)));
        for (String namespace : namespaces) {
            items("/api/v1/namespaces/%s/pods".formatted(namespace), deadline)
                    .forEach(pod -> seen.put("pod " + shortName(pod), pod(pod)));
        }
        return seen;
    }

    /** A node's condition Ready; it is Unknown once its lease was not renewed for the node monitor's grace period. */
    static String node(JsonNode node) {
        String ready = condition(node, "Ready");
        return switch (ready) {
            case "True" -> "Ready";
            case "False" -> "NotReady";
            default -> "NotReady (%s)".formatted(ready.isEmpty() ? "never told" : ready);
        };
    }

    /** A pod's phase, whether it is ready, and how often its containers were started again. */
    static String pod(JsonNode pod) {
        long restarts = 0;
        for (JsonNode container : pod.path("status").path("containerStatuses")) {
            restarts += container.path("restartCount").asLong();
        }
        String ready = condition(pod, "Ready").equals("True") ? "ready" : "not ready";
        String phase = pod.path("metadata").has("deletionTimestamp")
                ? "Terminating"
                : pod.path("status").path("phase").asText("unknown");
        return "%s, %s, %s".formatted(phase, ready, Quantities.count(restarts, "restart"));
    }

    @Override
    public void close() {
        doors.close();
    }

    private static String name(JsonNode object) {
        return object.path("metadata").path("name").asText();
    }

    /** Those that a drill made bear its whole name before their own. */
    private static String shortName(JsonNode pod) {
        String name = name(pod);
        boolean made = pod.path("metadata").path("labels").has(RegisterMap.LABEL);
        int own = name.lastIndexOf("-" + Manifests.WEB + "-");
        return made && own > 0 ? name.substring(own + 1) : name;
    }

    private static String condition(JsonNode object, String type) {
        for (JsonNode condition : object.path("status").path("conditions")) {
            if (condition.path("type").asText().equals(type)) {
                return condition.path("status").asText();
            }
        }
        return "";
    }

    private Iterable<JsonNode> items(String path, Duration deadline) throws InterruptedException {
        return first(ApiDoor.Request.get(path), deadline)
                .<Iterable<JsonNode>>map(list -> list.path("items"))
                .orElse(List.of());
    }

    private Optional<JsonNode> first(ApiDoor.Request request, Duration deadline) throws InterruptedException {
        CompletableFuture<JsonNode> first = new CompletableFuture<>();
        for (Member server : servers) {
            var _ = doors.of(server).send(request, deadline).thenAccept(reply -> {
                if (reply.status() == OK) {
                    first.complete(Answer.tree(reply.text()));
                }
            });
        }
        try {
            return Optional.of(first.get(deadline.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("an answer that is completed by us cannot fail", e.getCause());
        }
    }
}
