package muster.kubernetes.postgres;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * CloudNativePG's objects: its clusters, their instances, and the pods of its operator (cloudnative-pg.io/documentation: API reference;
 * labels and annotations).
 */
final class CloudNativePg {

    /** On each pod of a cluster, with the cluster's name. */
    static final String CLUSTER = "cnpg.io/cluster";

    static final ResourceDefinitionContext CLUSTERS = new ResourceDefinitionContext.Builder()
            .withGroup("postgresql.cnpg.io")
            .withVersion("v1")
            .withKind("Cluster")
            .withPlural("clusters")
            .withNamespaced(true)
            .build();

    private static final String POD_ROLE = "cnpg.io/podRole";
    private static final String JOB_ROLE = "cnpg.io/jobRole";
    private static final String INSTANCE_ROLE = "cnpg.io/instanceRole";
    private static final String OLD_ROLE = "role";
    private static final String NAME = "app.kubernetes.io/name";
    private static final String OPERATOR = "cloudnative-pg";
    private static final int STATUS_PORT = 8000;
    private static final int NOT_FOUND = 404;

    private CloudNativePg() {}

    /** True for an instance, and not for a pooler or a job of the same cluster. */
    static boolean instance(Map<String, String> labels) {
        return labels.containsKey(CLUSTER)
                && labels.getOrDefault(POD_ROLE, "instance").equals("instance")
                && !labels.containsKey(JOB_ROLE);
    }

    /** The role in its labels: versions before 1.23 knew the short one alone. */
    static @Nullable String role(Map<String, String> labels) {
        return labels.getOrDefault(INSTANCE_ROLE, labels.get(OLD_ROLE));
    }

    /**
     * All clusters, also such as have no pod; empty where CloudNativePG is not installed.
     *
     * @param namespace null for every one
     */
    static List<GenericKubernetesResource> clusters(KubernetesClient client, @Nullable String namespace) {
        try {
            var clusters = client.genericKubernetesResources(CLUSTERS);
            return (namespace == null ? clusters.inAnyNamespace() : clusters.inNamespace(namespace))
                    .list()
                    .getItems();
        } catch (KubernetesClientException e) {
            if (e.getCode() == NOT_FOUND) {
                return List.of();
            }
            throw e;
        }
    }

    /** Those of its instances that run. */
    static List<KeptPod> running(KubernetesClient client, String namespace, String cluster) {
        Stream<Pod> instances =
                client.pods().inNamespace(namespace).withLabel(CLUSTER, cluster).list().getItems().stream()
                        .filter(pod -> instance(pod.getMetadata().getLabels()));
        return KeptPod.running(instances, CloudNativePg::api, Set.of());
    }

    private static String api(Pod pod) {
        return "%s://%s:%d".formatted(scheme(pod), pod.getStatus().getPodIP(), STATUS_PORT);
    }

    /** How its instance manager is asked: by its own probe, which is plain HTTP in older versions. */
    private static String scheme(Pod pod) {
        return pod.getSpec().getContainers().stream()
                        .map(container -> container.getReadinessProbe())
                        .filter(Objects::nonNull)
                        .map(probe -> probe.getHttpGet())
                        .anyMatch(probe -> probe != null && "HTTP".equals(probe.getScheme()))
                ? "http"
                : "https";
    }

    /** True if a pod of the operator is ready, by the label that its own manifest, its chart and its bundle give it. */
    static boolean operated(List<Pod> pods) {
        return pods.stream()
                .filter(pod -> pod.getMetadata().getLabels() != null
                        && OPERATOR.equals(pod.getMetadata().getLabels().get(NAME)))
                .anyMatch(pod -> pod.getStatus() != null
                        && pod.getStatus().getConditions().stream()
                                .anyMatch(each -> "Ready".equals(each.getType()) && "True".equals(each.getStatus())));
    }

    /** What it says of a cluster, and whether anybody acts on that. */
    static KeeperWord read(KubernetesClient client, String namespace, String cluster) {
        GenericKubernetesResource found = client.genericKubernetesResources(CLUSTERS)
                .inNamespace(namespace)
                .withName(cluster)
                .get();
        if (found == null) {
            return KeeperWord.unread(
                    "there is no Cluster %s of CloudNativePG any more, and its pods run".formatted(cluster));
        }
        return new CloudNativePgStatus(found).words().and(operator(client));
    }

    private static KeeperWord operator(KubernetesClient client) {
        try {
            List<Pod> pods = client.pods()
                    .inAnyNamespace()
                    .withLabel(NAME, OPERATOR)
                    .list()
                    .getItems();
            return operated(pods)
                    ? KeeperWord.NONE
                    : new KeeperWord(
                            null,
                            List.of(),
                            List.of(
                                    "no pod of CloudNativePG's operator is ready: nobody promotes, and what it says of the cluster is old (kubectl get pods -A -l %s=%s)"
                                            .formatted(NAME, OPERATOR)),
                            List.of());
        } catch (KubernetesClientException e) {
            return KeeperWord.unread("whether CloudNativePG's operator runs: its pods may not be listed (%s)"
                    .formatted(Objects.requireNonNullElse(
                            e.getStatus() == null ? null : e.getStatus().getReason(), "no answer")));
        }
    }
}
