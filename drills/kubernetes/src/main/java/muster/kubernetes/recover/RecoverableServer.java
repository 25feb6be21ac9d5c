package muster.kubernetes.recover;

/**
 * A server of the cluster that is to be brought back.
 *
 * @param node its name
 * @param address where the other servers reach it
 * @param data K3s's data directory on it
 */
public record RecoverableServer(String node, String address, String data) {}
