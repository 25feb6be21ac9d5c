package muster.kubernetes;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One node, as the API server tells it. Labels, annotations and conditions are K3s's own (k3s-io/k3s, {@code pkg/etcd}).
 *
 * @param name its name
 * @param address its address within the cluster; null if it has none yet
 * @param server true if it runs the control plane
 * @param etcd true if it is labelled as running embedded etcd
 * @param ready {@code True}, {@code False} or {@code Unknown}; null if the node has no such condition
 * @param readyWhy the condition's reason
 * @param heartbeat when its kubelet last renewed its lease, by the node's clock; null if it has none or it cannot be read
 * @param version its kubelet's version
 * @param member its etcd member's name; null if it has none
 * @param memberAddress where that member is reached; null if it has none
 * @param voter the condition {@code EtcdIsVoter}; null if it has none
 */
public record NodeFacts(
        String name,
        @Nullable String address,
        boolean server,
        boolean etcd,
        @Nullable String ready,
        @Nullable String readyWhy,
        @Nullable Instant heartbeat,
        @Nullable String version,
        @Nullable String member,
        @Nullable String memberAddress,
        @Nullable Voter voter) {

    /**
     * What the etcd leader's K3s wrote about a member, every 15 s at most and every 5 min at least; nobody writes it without a quorum. It
     * tells of membership, and never that anything is alive.
     *
     * @param status {@code True} or {@code False}
     * @param reason such as {@code MemberNotLearner}
     * @param heard when it was written last
     */
    public record Voter(
            String status, String reason, @Nullable Instant heard) {}
}
