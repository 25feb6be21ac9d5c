package muster.kubernetes.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import muster.engine.cluster.Call;

/** The objects that drills make beside registers, as JSON. Every pod fits the restricted Pod Security Standard. */
final class Manifests {

    /** The label that tells a run's web servers from its other pods. */
    static final String ROLE = "muster.dev/role";

    static final String WEB = "web";

    /** The write that a pod stands for: its id, its key and its value. */
    static final String ID = "muster.dev/write";

    static final String VALUE = "muster.dev/value";

    static final int PORT = 8080;

    private static final String IMAGE = "docker.io/library/busybox:1.37";
    private static final int NOBODY = 65_534;

    /** Longer than any drill: the kubelet ends what a Muster left that was killed. */
    private static final long LONGEST_SECONDS = 3_600;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Manifests() {}

    /**
     * A web server on one node that answers with the node's name. It is bound to the node without the scheduler, and no controller
     * replaces it: it either goes on answering, or it does not.
     */
    static ObjectNode web(String run, String node) {
        ObjectNode pod = object("v1", "Pod", run, WEB + "-" + node);
        ((ObjectNode) pod.path("metadata").path("labels")).put(ROLE, WEB);
        ObjectNode spec = pod.putObject("spec")
                .put("nodeName", node)
                .put("restartPolicy", "Always")
                .put("activeDeadlineSeconds", LONGEST_SECONDS)
                .put("terminationGracePeriodSeconds", 1)
                .put("automountServiceAccountToken", false)
                .put("enableServiceLinks", false);
        spec.putArray("tolerations").addObject().put("operator", "Exists");
        ObjectNode rights = spec.putObject("securityContext");
        rights.put("runAsNonRoot", true).put("runAsUser", NOBODY).put("runAsGroup", NOBODY);
        rights.putObject("seccompProfile").put("type", "RuntimeDefault");
        ObjectNode container = spec.putArray("containers").addObject();
        container.put("name", WEB).put("image", IMAGE).put("imagePullPolicy", "IfNotPresent");
        container
                .putArray("command")
                .add("sh")
                .add("-c")
                .add("echo %s >/www/index.html && exec httpd -f -p %d -h /www".formatted(node, PORT));
        container.putArray("ports").addObject().put("containerPort", PORT);
        ObjectNode probe = container.putObject("readinessProbe").put("periodSeconds", 1);
        probe.putObject("httpGet").put("path", "/").put("port", PORT);
        ObjectNode own = container.putObject("securityContext");
        own.put("allowPrivilegeEscalation", false).put("readOnlyRootFilesystem", true);
        own.putObject("capabilities").putArray("drop").add("ALL");
        ObjectNode resources = container.putObject("resources");
        resources.putObject("requests").put("cpu", "5m").put("memory", "8Mi");
        resources.putObject("limits").put("cpu", "100m").put("memory", "32Mi");
        container.putArray("volumeMounts").addObject().put("name", "www").put("mountPath", "/www");
        ObjectNode volume = spec.putArray("volumes").addObject().put("name", "www");
        volume.putObject("emptyDir").put("sizeLimit", "1Mi");
        return pod;
    }

    /** A port of every node that leads to the web server on that very node, and to no other one. */
    static ObjectNode nodePort(String run) {
        ObjectNode service = object("v1", "Service", run, WEB);
        ObjectNode spec = service.putObject("spec").put("type", "NodePort").put("externalTrafficPolicy", "Local");
        spec.putObject("selector")
                .put(RegisterMap.LABEL, RegisterMap.label(run))
                .put(ROLE, WEB);
        spec.putArray("ports").addObject().put("port", 80).put("targetPort", PORT);
        return service;
    }

    /**
     * A pod that waits to be scheduled and starts nothing: it is for another operating system, of which the scheduler takes no notice,
     * and for which the kubelet turns it down (kubelet's {@code PodOSNotSupported}).
     */
    static ObjectNode unscheduled(String run, Call call) {
        ObjectNode pod = object("v1", "Pod", run, call.key());
        note(pod, call);
        ObjectNode spec = pod.putObject("spec")
                .put("restartPolicy", "Never")
                .put("terminationGracePeriodSeconds", 0)
                .put("automountServiceAccountToken", false)
                .put("enableServiceLinks", false);
        spec.putObject("os").put("name", "windows");
        spec.putObject("securityContext").put("runAsNonRoot", true);
        spec.putArray("tolerations").addObject().put("operator", "Exists").put("effect", "NoSchedule");
        ObjectNode container = spec.putArray("containers").addObject();
        container.put("name", "nothing").put("image", IMAGE).put("imagePullPolicy", "Never");
        return pod;
    }

    /** A ReplicaSet that wants no pods: its controller only notes that it has seen it. */
    static ObjectNode uncontrolled(String run, Call call) {
        ObjectNode set = object("apps/v1", "ReplicaSet", run, call.key());
        note(set, call);
        String label = "muster.dev/replicas-of";
        String own = call.key();
        ObjectNode spec = set.putObject("spec").put("replicas", 0);
        spec.putObject("selector").putObject("matchLabels").put(label, own);
        ObjectNode template = spec.putObject("template");
        template.putObject("metadata").putObject("labels").put(label, own);
        ObjectNode container = template.putObject("spec").putArray("containers").addObject();
        container.put("name", "nothing").put("image", IMAGE).put("imagePullPolicy", "Never");
        return set;
    }

    private static void note(ObjectNode object, Call call) {
        ((ObjectNode) object.path("metadata"))
                .putObject("annotations")
                .put(ID, Long.toString(call.op()))
                .put(VALUE, call.argument());
    }

    /** An object's name: its run and its own. */
    static String name(String run, String own) {
        return RegisterMap.label(run).replace('.', '-') + "-" + own;
    }

    private static ObjectNode object(String version, String kind, String run, String own) {
        ObjectNode object = JSON.objectNode().put("apiVersion", version).put("kind", kind);
        object.putObject("metadata")
                .put("name", name(run, own))
                .putObject("labels")
                .put(RegisterMap.LABEL, RegisterMap.label(run))
                .put("app.kubernetes.io/managed-by", "muster");
        return object;
    }
}
