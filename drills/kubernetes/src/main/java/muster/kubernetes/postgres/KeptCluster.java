package muster.kubernetes.postgres;

import java.util.List;

/**
 * PostgreSQL that an operator keeps.
 *
 * @param group what is known of it
 * @param pods those that run and can be asked by themselves, by name; empty if its keeper is known by name alone
 */
public record KeptCluster(PostgresGroup group, List<KeptPod> pods) {

    /** Copies the list. */
    public KeptCluster {
        pods = List.copyOf(pods);
    }
}
