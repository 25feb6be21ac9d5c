package muster.lab.k3s;

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
}
