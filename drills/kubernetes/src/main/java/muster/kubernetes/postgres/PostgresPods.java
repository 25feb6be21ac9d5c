package muster.kubernetes.postgres;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds PostgreSQL in the pods of a cluster: by the labels of CloudNativePG, of Patroni and of Muster's own manifest, and else the pods of
 * StatefulSets with a container that listens on 5432. Reads only.
 */
public final class PostgresPods {

    private static final String SUPERVISOR = "muster/supervisor";
    private static final int PORT = 5432;
    private static final int FORBIDDEN = 403;
    /** The role that Muster's own manifest makes for Muster, and its Secret's key. */
    private static final String ROLE = "muster";

    private static final String GRANT = "kubectl apply -k k8s-manifests/look-pods";

    private final KubernetesClient client;
    private final Instant now;

    private PostgresPods(KubernetesClient client, Instant now) {
        this.client = client;
        this.now = now;
    }

    /** A cluster by its names, as long as its pods are collected. */
    private record Place(String namespace, String name, Keeper.Kind kind) implements Comparable<Place> {

        @Override
        public int compareTo(Place other) {
            return (namespace + "/" + name).compareTo(other.namespace + "/" + other.name);
        }
    }

    /**
     * Looks once.
     *
     * @param now by the API server's clock
     * @return what was found; what these credentials may not read, or no server answered, is in its words
     */
    public static PostgresSight look(KubernetesClient client, Instant now) {
        return look(client, null, now);
    }

    /** The same in one namespace alone. */
    static PostgresSight look(KubernetesClient client, @Nullable String namespace, Instant now) {
        try {
            return new PostgresPods(client, now).find(namespace);
        } catch (KubernetesClientException e) {
            return new PostgresSight(List.of(), List.of(unread("pods", e)));
        }
    }

    private PostgresSight find(@Nullable String namespace) {
        Map<Place, List<Pod>> found = new TreeMap<>();
        PodList all = namespace == null
                ? client.pods().inAnyNamespace().list()
                : client.pods().inNamespace(namespace).list();
        for (Pod pod : all.getItems()) {
            place(pod)
                    .ifPresent(place -> found.computeIfAbsent(place, missing -> new ArrayList<>())
                            .add(pod));
        }
        List<String> unseen = addClusters(namespace, found);
        List<PostgresGroup> groups = new ArrayList<>();
        found.forEach((place, pods) -> groups.add(group(place, pods)));
        return new PostgresSight(groups, unseen);
    }

    /** CloudNativePG's clusters without a pod: hibernated ones, and such as are only begun. */
    private List<String> addClusters(@Nullable String namespace, Map<Place, List<Pod>> found) {
        try {
            for (GenericKubernetesResource cluster : CloudNativePg.clusters(client, namespace)) {
                ObjectMeta told = cluster.getMetadata();
                found.computeIfAbsent(
                        new Place(told.getNamespace(), told.getName(), Keeper.Kind.CLOUD_NATIVE_PG),
                        missing -> new ArrayList<>());
            }
            return List.of();
        } catch (KubernetesClientException e) {
            return List.of("clusters of CloudNativePG that have no pod: " + unread("its Clusters", e));
        }
    }

    private static Optional<Place> place(Pod pod) {
        Map<String, String> labels = labels(pod);
        String namespace = pod.getMetadata().getNamespace();
        if (labels.containsKey(CloudNativePg.CLUSTER)) {
            return CloudNativePg.instance(labels)
                    ? Optional.of(new Place(
                            namespace,
                            Objects.requireNonNull(labels.get(CloudNativePg.CLUSTER)),
                            Keeper.Kind.CLOUD_NATIVE_PG))
                    : Optional.empty();
        }
        if (Patroni.member(pod)) {
            return Optional.of(
                    new Place(namespace, Objects.requireNonNull(labels.get(Patroni.SCOPE)), Keeper.Kind.PATRONI));
        }
        String set = owner(pod.getMetadata().getOwnerReferences(), "StatefulSet");
        if (set == null || port(pod).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Place(
                namespace, set, labels.containsKey(SUPERVISOR) ? Keeper.Kind.MUSTER : Keeper.Kind.STATEFUL_SET));
    }

    private PostgresGroup group(Place place, List<Pod> all) {
        List<Pod> found = all.stream()
                .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
                .toList();
        List<PostgresPod> pods = found.stream().map(pod -> pod(place, pod)).toList();
        Keeper keeper = keeper(place);
        KeeperWord word = word(place, found);
        List<String> findings = new ArrayList<>(word.findings());
        for (PostgresPod pod : pods) {
            String primary = word.primary();
            if (primary != null && "primary".equals(pod.role()) && !pod.name().equals(primary)) {
                findings.add("%s names %s as the primary, and the label of %s says primary"
                        .formatted(keeper.title(), primary, pod.name()));
            }
        }
        return new PostgresGroup(
                place.namespace(),
                place.name(),
                keeper,
                pods,
                word.primary(),
                word.words(),
                findings,
                word.unseen(),
                word.login() == null ? login(place, found) : word.login());
    }

    private Keeper keeper(Place place) {
        return switch (place.kind()) {
            case MUSTER -> Keeper.MUSTER;
            case CLOUD_NATIVE_PG -> Keeper.CLOUD_NATIVE_PG;
            case PATRONI -> Keeper.PATRONI;
            case STATEFUL_SET, OTHER -> setKeeper(place);
        };
    }

    /** Who owns the StatefulSet: nobody, or an operator's object. */
    private Keeper setKeeper(Place place) {
        try {
            return Optional.ofNullable(client.apps()
                            .statefulSets()
                            .inNamespace(place.namespace())
                            .withName(place.name())
                            .get())
                    .flatMap(set -> set.getMetadata().getOwnerReferences().stream()
                            .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                            .findFirst())
                    .map(owner -> new Keeper(
                            Keeper.Kind.OTHER,
                            "%s %s (%s)".formatted(owner.getKind(), owner.getName(), owner.getApiVersion())))
                    .orElse(Keeper.STATEFUL_SET);
        } catch (KubernetesClientException e) {
            return new Keeper(
                    Keeper.Kind.STATEFUL_SET, "a StatefulSet, whose owner is not known: " + unread("StatefulSets", e));
        }
    }

    private KeeperWord word(Place place, List<Pod> found) {
        try {
            return switch (place.kind()) {
                case CLOUD_NATIVE_PG -> CloudNativePg.read(client, place.namespace(), place.name());
                case PATRONI -> Patroni.read(client, place.namespace(), place.name(), found, now);
                case MUSTER, STATEFUL_SET, OTHER -> KeeperWord.NONE;
            };
        } catch (KubernetesClientException e) {
            return KeeperWord.unread("what the keeper of %s/%s says: %s"
                    .formatted(place.namespace(), place.name(), unread("its objects", e)));
        }
    }

    private static PostgresPod pod(Place place, Pod pod) {
        Map<String, String> labels = labels(pod);
        String role = switch (place.kind()) {
            case CLOUD_NATIVE_PG -> role(CloudNativePg.role(labels));
            case PATRONI -> role(Patroni.role(labels));
            case MUSTER, STATEFUL_SET, OTHER -> null;
        };
        boolean ready = pod.getStatus() != null
                && pod.getStatus().getConditions().stream()
                        .anyMatch(each -> "Ready".equals(each.getType()) && "True".equals(each.getStatus()));
        int restarts = pod.getStatus() == null
                ? 0
                : pod.getStatus().getContainerStatuses().stream()
                        .mapToInt(each -> Objects.requireNonNullElse(each.getRestartCount(), 0))
                        .max()
                        .orElse(0);
        return new PostgresPod(
                pod.getMetadata().getName(),
                pod.getSpec().getNodeName(),
                pod.getStatus() == null ? null : pod.getStatus().getPodIP(),
                port(pod).orElse(PORT),
                ready,
                phase(pod),
                restarts,
                role);
    }

    /** Patroni and CloudNativePG have called a primary master, and a standby replica. */
    private static @Nullable String role(@Nullable String label) {
        return switch (label) {
            case null -> null;
            case "primary", "master" -> "primary";
            case "replica", "standby" -> "standby";
            default -> label.replace('_', ' ');
        };
    }

    private static String phase(Pod pod) {
        if (pod.getMetadata().getDeletionTimestamp() != null) {
            return "being deleted";
        }
        if (pod.getStatus() == null) {
            return "unknown";
        }
        return pod.getStatus().getContainerStatuses().stream()
                .filter(each -> each.getState() != null && each.getState().getWaiting() != null)
                .map(each -> each.getState().getWaiting().getReason())
                .findFirst()
                .orElse(Objects.requireNonNullElse(pod.getStatus().getPhase(), "unknown"));
    }

    private static Optional<Integer> port(Pod pod) {
        for (Container container : pod.getSpec().getContainers()) {
            for (ContainerPort port : container.getPorts()) {
                if (Objects.equals(port.getContainerPort(), PORT)) {
                    return Optional.of(PORT);
                }
            }
        }
        return Optional.empty();
    }

    private static @Nullable Login login(Place place, List<Pod> pods) {
        return switch (place.kind()) {
            case MUSTER -> own(pods.getFirst());
            case PATRONI -> Login.superuser(pods.getFirst()).orElse(null);
            case CLOUD_NATIVE_PG, STATEFUL_SET, OTHER -> null;
        };
    }

    private static @Nullable Login own(Pod pod) {
        return pod.getSpec().getVolumes().stream()
                .filter(volume -> volume.getName().equals("passwords") && volume.getSecret() != null)
                .map(volume -> new Login(ROLE, volume.getSecret().getSecretName(), ROLE))
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String owner(List<OwnerReference> owners, String kind) {
        return owners.stream()
                .filter(owner -> owner.getKind().equals(kind))
                .map(OwnerReference::getName)
                .findFirst()
                .orElse(null);
    }

    private static Map<String, String> labels(Pod pod) {
        Map<String, String> labels = pod.getMetadata().getLabels();
        return labels == null ? Map.of() : labels;
    }

    private static String unread(String what, KubernetesClientException error) {
        return error.getCode() == FORBIDDEN
                ? "these credentials may not read %s; next: %s".formatted(what, GRANT)
                : "%s: the API server answers HTTP %d".formatted(what, error.getCode());
    }
}
