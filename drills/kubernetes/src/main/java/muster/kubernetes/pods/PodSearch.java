package muster.kubernetes.pods;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import muster.engine.history.ClusterException;
import muster.engine.history.OperatorException;
import muster.kubernetes.ApiServers;
import muster.kubernetes.Kubeconfig;
import muster.kubernetes.Unreachable;
import muster.kubernetes.postgres.KeeperRefusal;
import muster.kubernetes.postgres.KeptCluster;

/** Finds the pods of a StatefulSet that has Muster's own shape. Reads only. */
public final class PodSearch {

    /** What installs one. */
    public static final String INSTALL = "kubectl apply -k k8s-manifests/postgres";

    /** On what {@code k8s-manifests/postgres} makes; its value is the version of what stands between the two. */
    static final String SUPERVISOR = "muster/supervisor";

    private static final String VERSION = "1";
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private final ApiServers api;

    /** @param api where it is looked for */
    public PodSearch(ApiServers api) {
        this.api = api;
    }

    /** Where it is looked for. */
    public ApiServers api() {
        return api;
    }

    /**
     * Its pods, by their ordinals.
     *
     * @throws OperatorException if it may not be read, is not there, is none of Muster's, or a pod of it does not run
     * @throws ClusterException if no API server answers
     */
    public List<ServerPod> find(PodSet set) {
        return ask(set, client -> find(client, set));
    }

    /**
     * A cluster that an operator keeps; empty if nobody does, or there is none.
     *
     * @throws OperatorException if it may not be read
     * @throws ClusterException if no API server answers
     */
    public Optional<KeptCluster> kept(PodSet set) {
        return ask(set, client -> KeeperRefusal.find(client, set.namespace(), set.name()));
    }

    private <T> T ask(PodSet set, Function<KubernetesClient, T> question) {
        return api.first(server -> {
            try (KubernetesClient client = api.kubeconfig().client(server)) {
                return question.apply(client);
            } catch (KubernetesClientException e) {
                throw new ClusterException(failed(set, server, e));
            }
        });
    }

    private static String failed(PodSet set, URI server, KubernetesClientException error) {
        return switch (error.getCode()) {
            case UNAUTHORIZED ->
                throw new OperatorException(
                        "the API server %s does not take these credentials".formatted(server),
                        "take a fresh kubeconfig from a server, or log in again",
                        error);
            case FORBIDDEN ->
                throw new OperatorException(
                        "these credentials may not read StatefulSets and pods of the namespace " + set.namespace(),
                        "have get and list on both granted there, as k8s-manifests/postgres/look.yaml does",
                        error);
            case 0, -1 -> Unreachable.words(server, error);
            default ->
                "%s: %s answers HTTP %d: %s".formatted(set, server, error.getCode(), Kubeconfig.firstLine(error));
        };
    }

    private static List<ServerPod> find(KubernetesClient client, PodSet wanted) {
        StatefulSet set = client.apps()
                .statefulSets()
                .inNamespace(wanted.namespace())
                .withName(wanted.name())
                .get();
        if (set == null || !supervised(set)) {
            KeeperRefusal.demandNobodyElses(client, wanted.namespace(), wanted.name());
        }
        if (set == null) {
            throw new OperatorException(
                    "there is no StatefulSet %s in the namespace %s%s"
                            .formatted(wanted.name(), wanted.namespace(), KeeperRefusal.others(client)),
                    INSTALL + ", or name another: --statefulset NAMESPACE/NAME");
        }
        demandOurs(wanted, set);
        String uid = set.getMetadata().getUid();
        List<ServerPod> pods =
                client.pods().inNamespace(wanted.namespace()).withLabel(SUPERVISOR, VERSION).list().getItems().stream()
                        .filter(pod -> pod.getMetadata().getOwnerReferences().stream()
                                .anyMatch(owner -> uid.equals(owner.getUid())))
                        .sorted(Comparator.comparingInt(PodSearch::ordinal))
                        .map(PodSearch.running(wanted))
                        .toList();
        if (pods.size() < 2) {
            throw new OperatorException(
                    "%s has %s: a drill wants a primary and a standby"
                            .formatted(wanted, pods.isEmpty() ? "no pod" : "one pod"),
                    look(wanted));
        }
        return pods;
    }

    private static boolean supervised(StatefulSet set) {
        return set.getMetadata().getLabels() != null
                && set.getMetadata().getLabels().containsKey(SUPERVISOR);
    }

    private static void demandOurs(PodSet wanted, StatefulSet set) {
        if (!supervised(set)) {
            throw new OperatorException(
                    "%s is none of Muster's: nothing in its containers keeps PostgreSQL from being started again while it is drilled"
                            .formatted(wanted),
                    "rehearse on what this makes: " + INSTALL);
        }
        String version = set.getMetadata().getLabels().get(SUPERVISOR);
        if (!VERSION.equals(version)) {
            throw new OperatorException(
                    "%s was made by another version of Muster (%s=%s)".formatted(wanted, SUPERVISOR, version), INSTALL);
        }
    }

    private static int ordinal(Pod pod) {
        String name = pod.getMetadata().getName();
        return Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
    }

    private static Function<Pod, ServerPod> running(PodSet set) {
        return pod -> {
            String name = pod.getMetadata().getName();
            boolean up = pod.getMetadata().getDeletionTimestamp() == null
                    && pod.getStatus() != null
                    && pod.getStatus().getPodIP() != null
                    && pod.getStatus().getContainerStatuses().stream()
                            .anyMatch(container -> container.getState() != null
                                    && container.getState().getRunning() != null);
            if (!up) {
                throw new OperatorException("%s does not run: %s".formatted(name, why(pod)), look(set));
            }
            return new ServerPod(
                    name,
                    pod.getMetadata().getUid(),
                    pod.getSpec().getNodeName(),
                    pod.getStatus().getPodIP());
        };
    }

    private static String why(Pod pod) {
        if (pod.getMetadata().getDeletionTimestamp() != null) {
            return "it is being deleted";
        }
        if (pod.getStatus() == null) {
            return "it has no status yet";
        }
        return pod.getStatus().getContainerStatuses().stream()
                .filter(container ->
                        container.getState() != null && container.getState().getWaiting() != null)
                .map(container -> container.getState().getWaiting().getReason())
                .findFirst()
                .orElse(pod.getStatus().getPhase());
    }

    private static String look(PodSet set) {
        return "kubectl get pods -n %s -o wide".formatted(set.namespace());
    }
}
