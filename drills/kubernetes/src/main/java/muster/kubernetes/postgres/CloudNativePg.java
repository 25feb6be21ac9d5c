package muster.kubernetes.postgres;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What CloudNativePG says of a cluster, by the status of its {@code Cluster} (cloudnative-pg.io/documentation: API reference, ClusterStatus;
 * labels and annotations). The operator fills that status when it can: its parts are of different moments.
 */
final class CloudNativePg {

    /** On each pod of a cluster, with the cluster's name. */
    static final String CLUSTER = "cnpg.io/cluster";

    private static final String POD_ROLE = "cnpg.io/podRole";
    private static final String JOB_ROLE = "cnpg.io/jobRole";
    private static final String INSTANCE_ROLE = "cnpg.io/instanceRole";
    private static final String OLD_ROLE = "role";
    private static final String FENCED = "cnpg.io/fencedInstances";

    private static final ResourceDefinitionContext CLUSTERS = new ResourceDefinitionContext.Builder()
            .withGroup("postgresql.cnpg.io")
            .withVersion("v1")
            .withKind("Cluster")
            .withPlural("clusters")
            .withNamespaced(true)
            .build();

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

    static KeeperWord read(KubernetesClient client, String namespace, String cluster) {
        GenericKubernetesResource found = client.genericKubernetesResources(CLUSTERS)
                .inNamespace(namespace)
                .withName(cluster)
                .get();
        if (found == null) {
            return KeeperWord.unread(
                    "there is no Cluster %s of CloudNativePG any more, and its pods run".formatted(cluster));
        }
        List<String> words = new ArrayList<>();
        List<String> findings = new ArrayList<>();
        String current = text(found, "currentPrimary");
        String target = text(found, "targetPrimary");
        words.add("phase: %s; %s of %s instances ready"
                .formatted(
                        orUnknown(text(found, "phase")),
                        orNone(text(found, "readyInstances")),
                        orNone(text(found, "instances"))));
        String reason = text(found, "phaseReason");
        if (reason != null && !reason.isBlank()) {
            words.add("because: " + reason);
        }
        if (current != null && target != null && !current.equals(target)) {
            findings.add("CloudNativePG moves the primary from %s to %s".formatted(current, target));
        }
        Map<String, String> annotations = found.getMetadata().getAnnotations();
        String fenced = annotations == null ? null : annotations.get(FENCED);
        if (fenced != null && !fenced.equals("[]")) {
            findings.add("CloudNativePG has fenced %s: PostgreSQL is stopped there on purpose".formatted(fenced));
        }
        return new KeeperWord(current, words, findings, List.of());
    }

    private static @Nullable String text(GenericKubernetesResource cluster, String field) {
        Object value = cluster.get("status", field);
        return value == null ? null : String.valueOf(value);
    }

    private static String orUnknown(@Nullable String text) {
        return text == null ? "not told" : text;
    }

    private static String orNone(@Nullable String text) {
        return text == null ? "0" : text;
    }
}
