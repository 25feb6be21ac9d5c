package muster.kubernetes.doctor;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import muster.engine.run.Status;
import muster.kubernetes.status.ListedMember;
import muster.kubernetes.status.SiteSight;
import org.jspecify.annotations.Nullable;

/**
 * All that was seen of a site before it is judged.
 *
 * @param sight what its API and its servers told
 * @param door how its nodes are entered, in a word; null if they are not
 * @param etcd what its members said; null if they were not asked
 * @param listed the members that etcd's own list has; empty if it was not told
 * @param checkups what nodes told of themselves
 * @param closed why a node told nothing
 * @param granted whether each permission is granted; empty if no API server answered
 * @param namespace why the namespace of the workload is not usable; null if it is, or nobody could say
 */
public record Examined(
        SiteSight sight,
        @Nullable String door,
        @Nullable Status etcd,
        List<ListedMember> listed,
        Map<String, NodeCheckup> checkups,
        Map<String, String> closed,
        Map<Permission, Boolean> granted,
        @Nullable String namespace) {

    /** Copies the collections. */
    public Examined {
        listed = List.copyOf(listed);
        checkups = new TreeMap<>(checkups);
        closed = new TreeMap<>(closed);
        granted = new LinkedHashMap<>(granted);
    }
}
