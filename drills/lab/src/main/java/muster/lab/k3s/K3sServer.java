package muster.lab.k3s;

/**
 * One server of the cluster.
 *
 * @param name of the node, for Kubernetes and for ssh: {@code n1}
 * @param address where the machine reaches it: {@code 198.18.210.11}
 */
public record K3sServer(String name, String address) {}
