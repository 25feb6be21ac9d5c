package muster.postgres;

import java.util.List;
import java.util.Map;
import muster.engine.history.Member;

/** Servers by the addresses that other servers know them by. */
public final class ServerNames {

    private final List<Member> members;
    private final Map<String, String> addresses;

    /**
     * @param members the servers of a site
     * @param keeping their addresses among each other
     */
    public ServerNames(List<Member> members, Keeping keeping) {
        this.members = List.copyOf(members);
        this.addresses = keeping.addresses();
    }

    /**
     * The name of the server at an address, or the address. Servers in pods reach each other by names that begin with the pod's own, and are
     * asked by us at quite other addresses.
     */
    public String at(String host, int port) {
        String known = addresses.get(host);
        if (known != null) {
            return known;
        }
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
