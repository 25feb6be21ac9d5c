package muster.kubernetes.status;

import java.util.List;
import muster.engine.run.Status;
import org.jspecify.annotations.Nullable;

/**
 * The state of a site in words and figures. Ages are counted by the API server's clock, to the second.
 *
 * @param site its name
 * @param context the kubeconfig's context
 * @param server the API server that answered; null if none did
 * @param version its version; null if none did
 * @param summary the state in a few words
 * @param datastore where the cluster keeps its objects, and what that means
 * @param tolerance what may be lost, in words
 * @param nodes one row for each
 * @param leases one row for each lease of the control plane
 * @param etcd what its etcd members say, each by itself; null if they could not be asked, or there are none
 * @param findings what is not as it should be
 * @param unseen what could not be seen, and why
 * @param next what to type next; empty when all is well
 */
public record SiteStatus(
        String site,
        String context,
        @Nullable String server,
        @Nullable String version,
        String summary,
        Datastore datastore,
        String tolerance,
        List<NodeRow> nodes,
        List<LeaseRow> leases,
        @Nullable Status etcd,
        List<String> findings,
        List<String> unseen,
        List<String> next) {

    /** Copies the lists. */
    public SiteStatus {
        nodes = List.copyOf(nodes);
        leases = List.copyOf(leases);
        findings = List.copyOf(findings);
        unseen = List.copyOf(unseen);
        next = List.copyOf(next);
    }

    /**
     * One node.
     *
     * @param node its name
     * @param server true if it runs the control plane
     * @param ready the condition's word; null if the API server did not tell
     * @param heartbeatSeconds the age of its kubelet's last renewal; null if it was not seen
     * @param version its kubelet's version
     * @param unit systemd's word of {@code k3s.service}; null if it was not asked
     * @param restarts how often systemd restarted it by itself; null if it was not asked
     * @param member its etcd member's name; null if it has none
     * @param endpoint where that member was asked; null if it was not
     * @param voter the condition {@code EtcdIsVoter}, which tells of membership and never of life; null if there is none
     */
    public record NodeRow(
            String node,
            boolean server,
            @Nullable String ready,
            @Nullable Long heartbeatSeconds,
            @Nullable String version,
            @Nullable String unit,
            @Nullable Long restarts,
            @Nullable String member,
            @Nullable String endpoint,
            @Nullable VoterRow voter) {}

    /**
     * The condition {@code EtcdIsVoter}.
     *
     * @param status {@code True} or {@code False}
     * @param reason why
     * @param ageSeconds how long ago it was written; null if it does not say
     */
    public record VoterRow(
            String status, String reason, @Nullable Long ageSeconds) {}

    /**
     * One lease.
     *
     * @param lease its name
     * @param holder who holds it; null if nobody does
     * @param node the node in the holder's name; null if there is none
     * @param renewedSeconds how long ago it was renewed
     * @param heldSeconds for how long this holder has had it
     * @param transitions how often it went from one holder to another
     * @param expired true if its holder let it run out
     */
    public record LeaseRow(
            String lease,
            @Nullable String holder,
            @Nullable String node,
            @Nullable Long renewedSeconds,
            @Nullable Long heldSeconds,
            int transitions,
            boolean expired) {}

    /** True if neither an API server nor a node answered. */
    public boolean blind() {
        return server == null && etcd == null && nodes.stream().allMatch(row -> row.unit() == null);
    }

    /** 0 healthy, 1 degraded or worse, 2 if something could not be seen and the rest is well, 3 if nothing answers. */
    public int exit() {
        if (blind()) {
            return 3;
        }
        if (server == null || !findings.isEmpty() || (etcd != null && etcd.exit() != 0)) {
            return 1;
        }
        return unseen.isEmpty() ? 0 : 2;
    }
}
