package muster.kubernetes;

import java.net.URI;
import java.time.Instant;
import java.util.List;

/**
 * What one API server told, at one moment.
 *
 * @param server which one was asked
 * @param version its version
 * @param now its clock, to the second, by the header of its answer
 * @param aheadSeconds by how much its clock is ahead of ours; negative if behind. Within two seconds it says nothing
 * @param nodes by name
 * @param leases those of {@code kube-system}, by name
 * @param unseen what it did not tell, and why
 */
public record ClusterFacts(
        URI server,
        String version,
        Instant now,
        long aheadSeconds,
        List<NodeFacts> nodes,
        List<LeaseFacts> leases,
        List<String> unseen) {
    /** Copies the lists. */
    public ClusterFacts {
        nodes = List.copyOf(nodes);
        leases = List.copyOf(leases);
        unseen = List.copyOf(unseen);
    }
}
