package muster.kubernetes.status;

import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a node, so that it can be looked at when no API server answers.
 *
 * @param name its name, for Kubernetes and for ssh
 * @param address its address within the cluster; null if it had none
 * @param server true if it runs the control plane
 * @param member its etcd member's name; null if it has none
 * @param memberAddress where that member is reached; null if it has none
 */
public record KnownNode(
        String name,
        @Nullable String address,
        boolean server,
        @Nullable String member,
        @Nullable String memberAddress) {}
