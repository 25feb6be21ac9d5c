package muster.kubernetes.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import muster.engine.cluster.Store;
import muster.kubernetes.ApiDoor;

/**
 * All objects of one kind that carry a run's label.
 *
 * @param group where their kind is served: {@code /api/v1}
 * @param resource such as {@code pods}
 * @param run its run
 */
record RunObjects(String group, String resource, String run) {

    /** Those of a kind of the core group. */
    static RunObjects core(String resource, String run) {
        return new RunObjects("/api/v1", resource, run);
    }

    /** Where one is made. */
    String path() {
        return "%s/namespaces/%s/%s".formatted(group, RegisterMap.NAMESPACE, resource);
    }

    /** One of them. */
    String path(String name) {
        return path() + "/" + name;
    }

    /** All of them, read through etcd's quorum. */
    JsonNode list(AnyServer any) throws InterruptedException {
        return any.ask("listed " + resource, ApiDoor.Request.get(path() + selected()))
                .body()
                .path("items");
    }

    /**
     * Deletes all of them at once, and looks again until none is left or the deadline has passed.
     *
     * @throws muster.engine.history.ClusterException if no API server does it
     */
    Store.Removal remove(AnyServer any) throws InterruptedException {
        long there = list(any).size();
        if (there == 0) {
            return new Store.Removal(0, 0);
        }
        // In each pod's own time: one that is gone from the API at once leaves a kubelet of 1.34 that looks at it just
        // then without the record of what it was given, and the kubelet dies of that.
        any.ask("deleted the run's " + resource, ApiDoor.Request.delete(path() + selected()));
        long left = list(any).size();
        while (left > 0 && any.again()) {
            left = list(any).size();
        }
        return new Store.Removal(there, left);
    }

    private String selected() {
        return "?labelSelector="
                + URLEncoder.encode(RegisterMap.LABEL + "=" + RegisterMap.label(run), StandardCharsets.UTF_8);
    }
}
