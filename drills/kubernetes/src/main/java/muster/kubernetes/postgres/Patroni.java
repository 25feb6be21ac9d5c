package muster.kubernetes.postgres;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What Patroni says of a cluster, by the annotations of its objects: the leader lock in a ConfigMap {@code SCOPE-leader} or in Endpoints
 * {@code SCOPE}, the settings in {@code SCOPE-config} of the same kind, and each member's own word on its pod (patroni.readthedocs.io:
 * Kubernetes; zalando/patroni, {@code patroni/dcs/kubernetes.py}).
 */
final class Patroni {

    /** On each pod, with the scope, unless Patroni was told another label. */
    static final String SCOPE = "cluster-name";

    private static final String APPLICATION = "application";
    private static final String SPILO_ROLE = "spilo-role";
    private static final String ROLE = "role";

    private Patroni() {}

    /** True for a member: by the label of Patroni's own examples or of Spilo, or by what its Patroni writes on it whatever its labels are. */
    static boolean member(Pod pod) {
        Map<String, String> labels = pod.getMetadata().getLabels();
        if (labels == null || !labels.containsKey(SCOPE)) {
            return false;
        }
        String application = labels.getOrDefault(APPLICATION, "");
        return application.equals("spilo")
                || application.equals("patroni")
                || PatroniMember.of(pod).map(PatroniMember::api).isPresent();
    }

    static @Nullable String role(Map<String, String> labels) {
        return labels.getOrDefault(SPILO_ROLE, labels.get(ROLE));
    }

    /** Those of its members that run. */
    static List<KeptPod> running(KubernetesClient client, String namespace, String scope) {
        Stream<Pod> members = client.pods().inNamespace(namespace).withLabel(SCOPE, scope).list().getItems().stream()
                .filter(Patroni::member);
        return KeptPod.running(members, PatroniMember::api, synchronous(client, namespace, scope));
    }

    /** The members that commits wait for, by the annotation {@code sync_standby} of {@code SCOPE-sync}. */
    private static Set<String> synchronous(KubernetesClient client, String namespace, String scope) {
        @Nullable HasMetadata sync = either(client, namespace, scope + "-sync", scope + "-sync");
        return Set.copyOf(
                List.of(annotations(sync).getOrDefault("sync_standby", "").split(",")));
    }

    /**
     * Reads it.
     *
     * @param pods of its members
     * @param now by the API server's clock, or ours if that is not known
     */
    static KeeperWord read(KubernetesClient client, String namespace, String scope, List<Pod> pods, Instant now) {
        @Nullable HasMetadata lock = either(client, namespace, scope + "-leader", scope);
        Map<String, String> annotations = annotations(lock);
        if (!annotations.containsKey("renewTime")) {
            return KeeperWord.unread(
                    "Patroni's leader lock of %s is neither in a ConfigMap nor in Endpoints".formatted(scope));
        }
        KeeperWord word = judge(annotations, now);
        String name = scope + "-config";
        HasMetadata config = lock instanceof ConfigMap
                ? client.configMaps().inNamespace(namespace).withName(name).get()
                : client.endpoints().inNamespace(namespace).withName(name).get();
        return word.and(settings(scope, annotations(config).get("config"))).and(PatroniMember.words(pods));
    }

    /** A ConfigMap, or, where Patroni keeps its word in those, Endpoints. */
    private static @Nullable HasMetadata either(
            KubernetesClient client, String namespace, String map, String endpoints) {
        ConfigMap found =
                client.configMaps().inNamespace(namespace).withName(map).get();
        return found != null
                ? found
                : client.endpoints().inNamespace(namespace).withName(endpoints).get();
    }

    private static Map<String, String> annotations(@Nullable HasMetadata object) {
        Map<String, String> annotations =
                object == null ? null : object.getMetadata().getAnnotations();
        return annotations == null ? Map.of() : annotations;
    }

    private static KeeperWord settings(String scope, @Nullable String json) {
        if (json == null) {
            return KeeperWord.unread("Patroni's settings of %s: there is no %1$s-config".formatted(scope));
        }
        Map<String, Object> settings = PatroniMember.json(json);
        if (settings.isEmpty()) {
            return KeeperWord.unread("Patroni's settings of %s cannot be read".formatted(scope));
        }
        String synchronous = String.valueOf(settings.getOrDefault("synchronous_mode", "false"));
        boolean paused = "true".equals(String.valueOf(settings.get("pause")));
        String words = "settings: %s, synchronous mode %s"
                .formatted(
                        paused ? "paused" : "not paused",
                        switch (synchronous) {
                            case "false", "off" -> "off";
                            case "true" -> "on";
                            default -> synchronous;
                        });
        List<String> findings = paused
                ? List.of("Patroni is paused: it promotes nobody until it is resumed (patronictl resume %s)"
                        .formatted(scope))
                : List.of();
        return new KeeperWord(null, List.of(words), findings, List.of());
    }

    private static KeeperWord judge(Map<String, String> lock, Instant now) {
        String leader = lock.get("leader");
        List<String> words = new ArrayList<>();
        List<String> findings = new ArrayList<>();
        Long age = age(lock.get("renewTime"), now);
        String ttl = lock.getOrDefault("ttl", "30");
        words.add("leader lock: held by %s, renewed %s, ttl %s s, %s transitions"
                .formatted(
                        leader == null ? "nobody" : leader,
                        age == null ? "at no time that can be read" : "%d s ago".formatted(age),
                        ttl,
                        lock.getOrDefault("transitions", "0")));
        if (leader == null) {
            findings.add("nobody holds Patroni's leader lock: there is no primary by its rule");
        } else if (age != null && ttl.matches("\\d{1,6}") && age > Long.parseLong(ttl)) {
            findings.add(
                    "Patroni's leader lock of %s has run out: renewed %d s ago, ttl %s s".formatted(leader, age, ttl));
        }
        return new KeeperWord(leader, words, findings, List.of());
    }

    private static @Nullable Long age(@Nullable String renewed, Instant now) {
        if (renewed == null) {
            return null;
        }
        try {
            return Math.max(
                    0,
                    Duration.between(OffsetDateTime.parse(renewed).toInstant(), now)
                            .toSeconds());
        } catch (DateTimeException e) {
            return null;
        }
    }
}
