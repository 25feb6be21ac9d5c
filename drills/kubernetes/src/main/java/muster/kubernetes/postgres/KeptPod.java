package muster.kubernetes.postgres;

/**
 * A pod that Patroni keeps, as it runs.
 *
 * @param name its name, which is its member's too
 * @param uid what tells it from an earlier pod of that name
 * @param node where it runs
 * @param address its own, within the cluster
 * @param api where its Patroni answers: {@code http://10.42.0.9:8008}
 */
public record KeptPod(String name, String uid, String node, String address, String api) {}
