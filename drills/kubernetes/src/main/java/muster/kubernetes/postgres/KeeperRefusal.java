package muster.kubernetes.postgres;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import muster.engine.history.OperatorException;

/** Keeps drills off PostgreSQL that an operator keeps: it would promote or start again what a drill breaks, and neither would know. */
public final class KeeperRefusal {

    private KeeperRefusal() {}

    /**
     * Refuses one cluster.
     *
     * @param namespace of its pods
     * @param name as its keeper calls it, or its StatefulSet
     * @throws OperatorException if an operator keeps it, with the operator's own command for the same
     */
    public static void demandNobodyElses(KubernetesClient client, String namespace, String name) {
        find(client, namespace, name).ifPresent(kept -> {
            throw refusal(kept.group());
        });
    }

    /**
     * The cluster of that name, if an operator keeps it.
     *
     * @param namespace of its pods
     * @param name as its keeper calls it, or its StatefulSet
     */
    public static Optional<KeptCluster> find(KubernetesClient client, String namespace, String name) {
        return PostgresPods.look(client, namespace, Instant.now()).groups().stream()
                .filter(group -> group.keeper().promotes() && called(group, name))
                .findFirst()
                .map(group -> new KeptCluster(group, running(client, group)));
    }

    private static List<KeptPod> running(KubernetesClient client, PostgresGroup group) {
        return switch (group.keeper().kind()) {
            case PATRONI -> Patroni.running(client, group.namespace(), group.name());
            case CLOUD_NATIVE_PG -> CloudNativePg.running(client, group.namespace(), group.name());
            case OTHER, MUSTER, STATEFUL_SET -> List.of();
        };
    }

    private static boolean called(PostgresGroup group, String name) {
        // A StatefulSet's pods have its name and an ordinal.
        return group.name().equals(name)
                || group.pods().stream()
                        .anyMatch(pod -> pod.name().startsWith(name + "-")
                                && pod.name().substring(name.length() + 1).matches("\\d+"));
    }

    /** What else there is in the cluster, in words that follow a sentence; empty if there is nothing, or it may not be seen. */
    public static String others(KubernetesClient client) {
        List<PostgresGroup> groups = PostgresPods.look(client, Instant.now()).groups();
        return groups.isEmpty()
                ? ""
                : "; there is "
                        + groups.stream()
                                .map(group -> "%s, kept by %s"
                                        .formatted(group.title(), group.keeper().title()))
                                .collect(Collectors.joining("; "));
    }

    static OperatorException refusal(PostgresGroup group) {
        return new OperatorException(
                "%s is kept by %s, and nothing is done behind its back; nothing was touched"
                        .formatted(group.title(), group.keeper().title()),
                group.keeper()
                        .drill()
                        .map(drill -> "muster run %s --site NAME --statefulset %s".formatted(drill, group.title()))
                        .orElseGet(() -> ownLevers(group)));
    }

    /** What its keeper has for the same, as commands. */
    public static String ownLevers(PostgresGroup group) {
        String primary = group.pods().stream()
                .filter(pod -> pod.name().equals(group.primary()) || "primary".equals(pod.role()))
                .map(PostgresPod::name)
                .findFirst()
                .orElse("POD");
        String standby = group.pods().stream()
                .map(PostgresPod::name)
                .filter(pod -> !pod.equals(primary))
                .findFirst()
                .orElse("STANDBY");
        return "its own switchover: %s; a failover that it sees: %s"
                .formatted(
                        group.keeper().switchover(group.namespace(), group.name(), standby, primary),
                        group.keeper().failover(group.namespace(), primary));
    }
}
