package muster.kubernetes.postgres;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One member by its own word: the annotation {@code status} that its Patroni writes on its pod at every look, some seconds old. What is
 * not in it is null.
 *
 * @param state such as {@code running}, {@code start failed}
 * @param role such as {@code master}, {@code primary}, {@code replica}
 * @param timeline PostgreSQL's
 * @param location LSN in bytes: written by a primary, replayed by a standby
 * @param version Patroni's
 * @param api where its REST API listens
 */
record PatroniMember(
        @Nullable String state,
        @Nullable String role,
        @Nullable String timeline,
        @Nullable Long location,
        @Nullable String version,
        @Nullable URI api) {

    private static final KubernetesSerialization JSON = new KubernetesSerialization();
    private static final String STATUS = "status";
    private static final int HALF = 32;

    /** Where a member that has not said so listens, by Patroni's own examples. */
    private static final int API_PORT = 8008;

    static Optional<PatroniMember> of(Pod pod) {
        Map<String, String> annotations = pod.getMetadata().getAnnotations();
        String status = annotations == null ? null : annotations.get(STATUS);
        if (status == null) {
            return Optional.empty();
        }
        Map<String, Object> told = json(status);
        String location = text(told, "xlog_location");
        String api = text(told, "api_url");
        return Optional.of(new PatroniMember(
                text(told, "state"),
                text(told, "role"),
                text(told, "timeline"),
                location != null && location.matches("\\d{1,18}") ? Long.valueOf(location) : null,
                text(told, "version"),
                api != null && api.matches("https?://[^/\\s'\"]+/patroni") ? URI.create(api) : null));
    }

    /** Its REST API without a path, such as {@code http://10.42.0.9:8008}. */
    static String api(Pod pod) {
        URI api = of(pod).map(PatroniMember::api).orElse(null);
        return api == null
                ? "http://%s:%d".formatted(pod.getStatus().getPodIP(), API_PORT)
                : "%s://%s".formatted(api.getScheme(), api.getAuthority());
    }

    /** What each of them says, in sentences. */
    static KeeperWord words(List<Pod> pods) {
        List<String> words = new ArrayList<>();
        List<String> findings = new ArrayList<>();
        for (Pod pod : pods) {
            String name = pod.getMetadata().getName();
            of(pod).ifPresent(member -> {
                words.add("%s by its Patroni%s: %s, %s, timeline %s, %s"
                        .formatted(
                                name,
                                member.version == null ? "" : " " + member.version,
                                orNone(member.role),
                                orNone(member.state),
                                orNone(member.timeline),
                                member.location == null ? "no position" : lsn(member.location)));
                if (member.state != null && !member.state.equals("running") && !member.state.equals("streaming")) {
                    findings.add("%s is not in service by its Patroni: %s".formatted(name, member.state));
                }
            });
        }
        return new KeeperWord(null, words, findings, List.of());
    }

    /** An object's fields; empty if it is none. */
    static Map<String, Object> json(String text) {
        try {
            GenericKubernetesResource fields = JSON.unmarshal(text, GenericKubernetesResource.class);
            return fields == null ? Map.of() : fields.getAdditionalProperties();
        } catch (KubernetesClientException | IllegalArgumentException e) {
            return Map.of();
        }
    }

    private static @Nullable String text(Map<String, Object> fields, String name) {
        Object value = fields.get(name);
        return value == null ? null : String.valueOf(value);
    }

    private static String lsn(long location) {
        return "%X/%X".formatted(location >>> HALF, location & 0xFFFFFFFFL);
    }

    private static String orNone(@Nullable String text) {
        return text == null ? "not told" : text;
    }
}
