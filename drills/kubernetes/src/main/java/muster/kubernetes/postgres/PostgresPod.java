package muster.kubernetes.postgres;

import org.jspecify.annotations.Nullable;

/**
 * A pod with a PostgreSQL server in it, as the API tells it.
 *
 * @param name its name
 * @param node where it runs; null if it is not scheduled
 * @param address its own, within the cluster; null if it has none
 * @param port where the server listens, by its manifest
 * @param ready true if its own probe says so
 * @param phase Kubernetes's word of it, or why its container waits
 * @param restarts how often its container was started again
 * @param role {@code primary} or {@code standby} by its keeper's label, which is a word about it and not its own; null if there is none
 */
public record PostgresPod(
        String name,
        @Nullable String node,
        @Nullable String address,
        int port,
        boolean ready,
        String phase,
        int restarts,
        @Nullable String role) {}
