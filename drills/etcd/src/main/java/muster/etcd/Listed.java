package muster.etcd;

import java.util.List;

/**
 * A member as the list of one member has it, which may be stale.
 *
 * @param id its identity in hexadecimal
 * @param name its name; empty if it never was started
 * @param learner true if it has no vote
 * @param clients where it says that clients reach it
 * @param peers where the others reach it
 */
public record Listed(String id, String name, boolean learner, List<String> clients, List<String> peers) {
    /** Copies the lists. */
    public Listed {
        clients = List.copyOf(clients);
        peers = List.copyOf(peers);
    }
}
