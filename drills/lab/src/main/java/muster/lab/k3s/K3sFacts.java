package muster.lab.k3s;

import java.time.Instant;
import java.util.List;
import muster.lab.FirstProcess;

/**
 * What a K3s cluster on this machine is, as its folder keeps it.
 *
 * @param first the first process; while it lives, the cluster is up
 * @param servers in the order of their names
 * @param version as the program tells it: {@code k3s version v1.34.4+k3s1}
 * @param link the network interface of the machine that leads to the servers
 * @param since when it was brought up, by the wall clock
 */
public record K3sFacts(FirstProcess first, List<K3sServer> servers, String version, String link, Instant since) {

    /** Copies the list. */
    public K3sFacts {
        servers = List.copyOf(servers);
    }

    /** What it is, in words. */
    public String words() {
        return words(servers.size());
    }

    static String words(int servers) {
        return servers == 1 ? "1 K3s server" : servers + " K3s servers";
    }
}
