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

    /** The name of the server at an address, or the address. */
    public String at(String host, int port) {
        return members.stream()
                .filter(member -> member.client().getPort() == port)
                .filter(member -> host.equals(member.client().getHost()))
                .map(Member::name)
                .findFirst()
                .orElse(host + ":" + port);
    }
}
