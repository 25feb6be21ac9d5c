package muster.kubernetes.postgres;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who keeps PostgreSQL running in some pods, and would act while another breaks them.
 *
 * @param kind what it is
 * @param title as people call it, with its object where that is known: {@code CloudNativePG}
 */
public record Keeper(Kind kind, String title) {

    /** What keeps pods. */
    public enum Kind {
        /** {@code k8s-manifests/postgres}: nobody promotes but Muster. */
        MUSTER,
        /** A StatefulSet that nobody else owns: Kubernetes starts its pods again, and promotes none. */
        STATEFUL_SET,
        /** CloudNativePG: its instance manager and its controller promote and fence. */
        CLOUD_NATIVE_PG,
        /** Patroni, as in Spilo and Zalando's operator: its own leader lock decides. */
        PATRONI,
        /** Another operator's custom resource owns the StatefulSet. */
        OTHER
    }

    static final Keeper MUSTER = new Keeper(Kind.MUSTER, "Muster's own manifest");
    static final Keeper STATEFUL_SET = new Keeper(Kind.STATEFUL_SET, "a StatefulSet");
    static final Keeper CLOUD_NATIVE_PG = new Keeper(Kind.CLOUD_NATIVE_PG, "CloudNativePG");
    static final Keeper PATRONI = new Keeper(Kind.PATRONI, "Patroni");

    /** True if it promotes by itself, so that no drill may act behind it. */
    public boolean promotes() {
        return switch (kind) {
            case MUSTER, STATEFUL_SET -> false;
            case CLOUD_NATIVE_PG, PATRONI, OTHER -> true;
        };
    }

    /** The shipped drills that pull a keeper's own lever. */
    public static List<String> drills() {
        return Stream.of(CLOUD_NATIVE_PG, PATRONI)
                .flatMap(keeper -> keeper.drill().stream())
                .toList();
    }

    /** The shipped drill that pulls its own lever; empty if none is known. */
    public Optional<String> drill() {
        return switch (kind) {
            case CLOUD_NATIVE_PG -> Optional.of("cnpg-switchover");
            case PATRONI -> Optional.of("patroni-switchover");
            case OTHER, MUSTER, STATEFUL_SET -> Optional.empty();
        };
    }

    /**
     * The command of its own that hands the primary's part over.
     *
     * @param namespace of the pods
     * @param cluster as the keeper calls it
     * @param standby the one to become the primary
     * @param member a pod of the cluster to type it in
     */
    public String switchover(String namespace, String cluster, String standby, String member) {
        return switch (kind) {
            // cloudnative-pg.io/documentation: kubectl-plugin, promote.
            case CLOUD_NATIVE_PG -> "kubectl cnpg promote -n %s %s %s".formatted(namespace, cluster, standby);
            // patroni.readthedocs.io: patronictl switchover.
            case PATRONI ->
                "kubectl exec -it -n %s %s -- patronictl switchover %s --candidate %s"
                        .formatted(namespace, member, cluster, standby);
            case OTHER -> "see the manual of %s".formatted(title);
            case MUSTER -> "muster run postgres-switchover --site NAME";
            case STATEFUL_SET -> "kubectl exec -n %s %s -- pg_ctl promote".formatted(namespace, standby);
        };
    }

    /** The command of its own, or of Kubernetes, by which a failover is provoked that it sees. */
    public String failover(String namespace, String primary) {
        return switch (kind) {
            // Its own controller starts the failover once the pod is gone, and not while one is left that nobody sees.
            case CLOUD_NATIVE_PG -> "kubectl delete pod -n %s %s --grace-period=1".formatted(namespace, primary);
            case PATRONI, OTHER, MUSTER, STATEFUL_SET ->
                "kubectl delete pod -n %s %s --grace-period=0 --force".formatted(namespace, primary);
        };
    }
}
