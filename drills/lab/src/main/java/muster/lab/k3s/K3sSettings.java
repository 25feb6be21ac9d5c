package muster.lab.k3s;

import java.util.ArrayList;
import java.util.List;

/**
 * What stands in {@code /etc/rancher/k3s/config.yaml} of each server (docs.k3s.io, Configuration File): the first founds the cluster, the
 * others join it.
 */
final class K3sSettings {

    private K3sSettings() {}

    static String of(K3sServer server, List<K3sServer> servers, String token) {
        K3sServer first = servers.getFirst();
        String founds = server.equals(first) ? "cluster-init: true" : joins(first);
        return """
                node-name: %s
                node-ip: %s
                token: %s
                %s
                """.formatted(server.name(), server.address(), token, founds);
    }

    /** The line of a server that joins another one. */
    static String joins(K3sServer other) {
        return "server: https://%s:6443".formatted(other.address());
    }

    /**
     * What stands in a file of {@code config.yaml.d}: what only K3s itself understands. No module of the kernel is needed for host-gw,
     * for the servers are neighbours.
     *
     * @param images true if the servers have images: without, pods of K3s's own would wait for a registry for ever
     */
    static String packaged(boolean images) {
        List<String> left = new ArrayList<>(List.of("traefik", "servicelb", "metrics-server"));
        if (!images) {
            left.addAll(List.of("coredns", "local-storage"));
        }
        return "flannel-backend: host-gw\ndisable: [%s]\n".formatted(String.join(", ", left));
    }
}
