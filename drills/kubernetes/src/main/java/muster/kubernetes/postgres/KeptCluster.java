package muster.kubernetes.postgres;

import java.util.List;

/**
 * PostgreSQL that an operator keeps.
 *
 * @param group what is known of it
 * @param pods those that its Patroni can be asked about, by name; empty if another keeps it
 */
public record KeptCluster(PostgresGroup group, List<KeptPod> pods) {

    /** Copies the list. */
    public KeptCluster {
        pods = List.copyOf(pods);
    }
}
