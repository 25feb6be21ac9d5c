package muster.kubernetes.postgres;

/**
 * A pod that Patroni or CloudNativePG keeps, as it runs.
 *
 * @param name its name, which is its member's too
 * @param uid what tells it from an earlier pod of that name
 * @param node where it runs
 * @param address its own, within the cluster
 * @param api where its Patroni answers, {@code http://10.42.0.9:8008}, or its instance manager, {@code https://10.42.0.9:8000}
 * @param synchronous true if commits wait for it by Patroni's word, which hands the primary's part to nobody else as long as there is one
 */
public record KeptPod(String name, String uid, String node, String address, String api, boolean synchronous) {}
