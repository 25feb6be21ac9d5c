package muster.postgres;

import java.util.List;
import muster.engine.history.Member;

/** Servers by the addresses that other servers know them by. */
public final class ServerNames {

    private final List<Member> members;

    /** @param members the servers of a site */
    public ServerNames(List<Member> members) {
        this.members = List.copyOf(members);
    }

    /**
     * The name of the server at an address, or the address. Servers in pods reach each other by names that begin with the pod's own, and are
     * asked by us at quite other addresses.
     */
    public String at(String host, int port) {
        return members.stream()
                .filter(member -> member.client().getPort() == port)
                .filter(member -> host.equals(member.client().getHost()))
                .findFirst()
                .or(() -> members.stream()
                        .filter(member -> host.startsWith(member.name() + "."))
                        .findFirst())
                .map(Member::name)
                .orElse(host + ":" + port);
    }
}
