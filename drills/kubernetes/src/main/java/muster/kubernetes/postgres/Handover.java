package muster.kubernetes.postgres;

/**
 * The primary's part that goes from one instance to another.
 *
 * @param namespace of the cluster
 * @param cluster as its keeper calls it
 * @param from the primary's pod
 * @param to the standby's
 */
public record Handover(String namespace, String cluster, String from, String to) {}
