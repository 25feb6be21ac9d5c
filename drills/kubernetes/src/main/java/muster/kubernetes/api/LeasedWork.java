package muster.kubernetes.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import muster.engine.cluster.Call;

/**
 * Work of the control plane that one server does at a time, whoever holds a lease: an object asks for it, and shows when it was done.
 * The objects start nothing.
 */
public enum LeasedWork {
    /** A pod gets a node. */
    SCHEDULING(
            "k3s-scheduler",
            "kube-scheduler",
            "/api/v1",
            "pods",
            "a write makes a pod, and is acknowledged when the same API server says that it is bound to a node") {
        @Override
        ObjectNode manifest(String run, Call call) {
            return Manifests.unscheduled(run, call);
        }

        @Override
        boolean done(JsonNode pod) {
            return !pod.path("spec").path("nodeName").asText("").isEmpty();
        }
    },

    /** A controller of the controller-manager takes notice of a ReplicaSet, which wants no pods. */
    CONTROLLING(
            "k3s-controllers",
            "kube-controller-manager",
            "/apis/apps/v1",
            "replicasets",
            "a write makes a ReplicaSet of no pods, and is acknowledged when the same API server says that its controller observed it") {
        @Override
        ObjectNode manifest(String run, Call call) {
            return Manifests.uncontrolled(run, call);
        }

        @Override
        boolean done(JsonNode set) {
            return set.path("status").path("observedGeneration").asLong(0) > 0;
        }
    };

    private final String store;
    private final String lease;
    private final String group;
    private final String resource;
    private final String write;

    LeasedWork(String store, String lease, String group, String resource, String write) {
        this.store = store;
        this.lease = lease;
        this.group = group;
        this.resource = resource;
        this.write = write;
    }

    /** The word in a drill. */
    public String store() {
        return store;
    }

    /** The lease's name in {@code kube-system}. */
    String lease() {
        return lease;
    }

    /** What a write is, for the report. */
    String write() {
        return write;
    }

    /** What the objects are called. */
    String resource() {
        return resource;
    }

    /** A run's objects. */
    RunObjects objects(String run) {
        return new RunObjects(group, resource, run);
    }

    /** The object that a write stands for. */
    abstract ObjectNode manifest(String run, Call call);

    /** True if the work was done. */
    abstract boolean done(JsonNode object);
}
