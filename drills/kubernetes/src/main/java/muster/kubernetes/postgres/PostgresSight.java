package muster.kubernetes.postgres;

import java.util.List;

/**
 * All PostgreSQL that was found in the pods of a cluster.
 *
 * @param groups by namespace and name
 * @param unseen what could not be looked at, and what to type
 */
public record PostgresSight(List<PostgresGroup> groups, List<String> unseen) {

    /** Copies the lists. */
    public PostgresSight {
        groups = List.copyOf(groups);
        unseen = List.copyOf(unseen);
    }
}
