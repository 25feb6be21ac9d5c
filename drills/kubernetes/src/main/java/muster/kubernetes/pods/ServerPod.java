package muster.kubernetes.pods;

/**
 * A pod with a PostgreSQL server in it.
 *
 * @param name its name, which it keeps when it is made anew
 * @param uid what tells it from an earlier pod of that name
 * @param node where it runs
 * @param address its own, within the cluster
 */
public record ServerPod(String name, String uid, String node, String address) {}
