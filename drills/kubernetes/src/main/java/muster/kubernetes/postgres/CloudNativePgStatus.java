package muster.kubernetes.postgres;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What CloudNativePG says of a cluster, by the status of its {@code Cluster}. The operator fills that when it can: its parts are of
 * different moments.
 *
 * @param cluster as it was read
 */
record CloudNativePgStatus(GenericKubernetesResource cluster) {

    /** The phase of a cluster in which nothing is under way. */
    static final String HEALTHY = "Cluster in healthy state";

    private static final String FENCED = "cnpg.io/fencedInstances";
    private static final String HIBERNATION = "cnpg.io/hibernation";
    private static final String SUPERUSER = "postgres";

    @Nullable
    String currentPrimary() {
        return text("status", "currentPrimary");
    }

    @Nullable
    String targetPrimary() {
        return text("status", "targetPrimary");
    }

    @Nullable
    String phase() {
        return text("status", "phase");
    }

    /** All of it in sentences. */
    KeeperWord words() {
        List<String> words = new ArrayList<>();
        words.add("phase: %s; %s of %s instances ready".formatted(orElse(phase(), "not told"), ready(), wanted()));
        Login login = login();
        if (login == null) {
            words.add(
                    "superuser: no password (spec.enableSuperuserAccess); who asks servers wants login, replication and pg_monitor, as a role of spec.managed.roles may have");
        }
        return new KeeperWord(currentPrimary(), words, findings(), List.of(), login);
    }

    private List<String> findings() {
        String name = cluster.getMetadata().getName();
        String namespace = cluster.getMetadata().getNamespace();
        if (annotation(HIBERNATION).equals("on")) {
            return List.of(
                    "CloudNativePG keeps it hibernated on purpose: no instance runs (kubectl annotate cluster -n %s %s --overwrite %s=off)"
                            .formatted(namespace, name, HIBERNATION));
        }
        List<String> findings = new ArrayList<>();
        String phase = phase();
        if (phase != null && !phase.equals(HEALTHY)) {
            String reason = orElse(text("status", "phaseReason"), "");
            findings.add("CloudNativePG is at work: %s%s".formatted(phase, reason.isBlank() ? "" : ": " + reason));
        }
        String current = currentPrimary();
        String target = targetPrimary();
        if (current != null && target != null && !current.equals(target)) {
            findings.add("CloudNativePG moves the primary from %s to %s".formatted(current, target));
        }
        if (!ready().equals(wanted())) {
            findings.add("%s of %s instances are ready by CloudNativePG".formatted(ready(), wanted()));
        }
        String fenced = annotation(FENCED).replaceAll("[\\[\\]\"\\s]", "");
        if (!fenced.isEmpty()) {
            boolean one = !fenced.contains("*") && !fenced.contains(",");
            findings.add(
                    "CloudNativePG has fenced %s: PostgreSQL is stopped there on purpose (kubectl cnpg fencing off -n %s %s %s)"
                            .formatted(
                                    fenced.contains("*") ? "every instance" : fenced.replace(",", ", "),
                                    namespace,
                                    name,
                                    one ? fenced : "'*'"));
        }
        return findings;
    }

    /** Its operator gives the superuser a password if it was told to, and else takes it away. */
    private @Nullable Login login() {
        return "true".equals(text("spec", "enableSuperuserAccess"))
                ? new Login(
                        SUPERUSER,
                        orElse(
                                text("spec", "superuserSecret", "name"),
                                cluster.getMetadata().getName() + "-superuser"),
                        "password")
                : null;
    }

    private String ready() {
        return orElse(text("status", "readyInstances"), "0");
    }

    private String wanted() {
        return orElse(text("spec", "instances"), orElse(text("status", "instances"), "0"));
    }

    private String annotation(String name) {
        Map<String, String> annotations = cluster.getMetadata().getAnnotations();
        return annotations == null ? "" : annotations.getOrDefault(name, "");
    }

    private @Nullable String text(Object... path) {
        Object value = cluster.get(path);
        return value == null ? null : String.valueOf(value);
    }

    private static String orElse(@Nullable String text, String other) {
        return Objects.requireNonNullElse(text, other);
    }
}
