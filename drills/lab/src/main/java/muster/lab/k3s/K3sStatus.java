package muster.lab.k3s;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A K3s cluster that is up on this machine, as {@code muster lab status} shows it: its machines. How it does is told by
 * {@code muster status --site}.
 *
 * @param shape what it is made of, in words
 * @param version as the program tells it
 * @param since when it was brought up, by the wall clock
 * @param kubeconfig as for {@code kubectl --kubeconfig}
 * @param ssh as for {@code ssh -F}
 * @param servers each by itself
 */
public record K3sStatus(
        String shape, String version, Instant since, String kubeconfig, String ssh, List<ServerState> servers) {

    /** Copies the list. */
    public K3sStatus {
        servers = List.copyOf(servers);
    }

    /** True if every server is switched on. */
    public boolean complete() {
        return servers.stream().allMatch(ServerState::running);
    }

    /**
     * One server.
     *
     * @param name {@code n1}
     * @param address where the machine reaches it
     * @param running true if it is switched on
     * @param pid its container's process, seen from the machine; null if it is off
     */
    public record ServerState(
            String name,
            String address,
            boolean running,
            @Nullable Long pid) {}
}
