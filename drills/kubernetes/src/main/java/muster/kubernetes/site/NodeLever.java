package muster.kubernetes.site;

import java.util.List;
import java.util.stream.Stream;
import muster.engine.cluster.Scripts;
import muster.engine.fault.PacketFilters;
import muster.engine.history.Member;
import muster.engine.history.OperatorException;
import muster.engine.history.Quorum;
import muster.kubernetes.NodeDoors;

/**
 * What takes a whole server of a K3s cluster for the sake of a pod on it. The filter comes before the killing, so that nobody hears of the
 * deaths. It is refused where the others would not be etcd's majority: without that nothing fails over that could be told apart.
 */
final class NodeLever {

    private static final ServerUnit UNIT = ServerUnit.K3S;

    private final NodeKit kit;
    private final List<SiteServer> servers;
    private final NodeDoors doors;

    /** @param servers those with an etcd member */
    NodeLever(NodeKit kit, List<SiteServer> servers, NodeDoors doors) {
        this.kit = kit;
        this.servers = List.copyOf(servers);
        this.doors = doors;
    }

    /** The node is lost. Its containers are started again by its own kubelet, and what is in them comes back by itself. */
    Scripts lose(Member pod, List<Member> others) {
        SiteServer server = demand(pod, others, "node-loss");
        Scripts alone = alone(server);
        String own = "%s %%s %s".formatted(kit.command("containers.sh"), server.node());
        return new Scripts(
                "%s && %s && %s".formatted(alone.inject(), command("kill", server), own.formatted("kill")),
                "%s && %s && %s".formatted(command("gone", server), own.formatted("ended"), alone.bit()),
                "%s && %s".formatted(alone.heal(), command("start", server)),
                "%s && %s".formatted(alone.clean(), command("runs", server)));
    }

    /** The node is alone. What runs on it is asked at the end whether it is well. */
    Scripts part(Member pod, List<Member> others) {
        SiteServer server = demand(pod, others, "node-partition");
        Scripts alone = alone(server);
        // K3s ends by itself when it loses its lease for too long, and systemd starts it again without a quorum.
        return new Scripts(
                alone.inject(),
                alone.bit(),
                "%s && %s".formatted(alone.heal(), command("serve", server)),
                "%s && %s".formatted(command("answers", server), alone.clean()));
    }

    /** What is lost with the node of a pod, in words. */
    String fate(Member pod) {
        return "with it goes %s: of %d etcd voters, quorum %d, %d stay"
                .formatted(
                        pod.node(),
                        servers.size(),
                        new Quorum(servers.size(), servers.size()).needed(),
                        servers.size() - 1);
    }

    private SiteServer demand(Member pod, List<Member> others, String fault) {
        if (doors.throughApi()) {
            throw new OperatorException(
                    "%s: %s shuts the way by which the node agent is entered: nobody could look after %s until then"
                            .formatted(pod.name(), fault, pod.node()),
                    "enter the nodes by ssh: muster site add NAME --kubeconfig FILE --context NAME --ssh CONFIG");
        }
        SiteServer server = servers.stream()
                .filter(each -> each.node().equals(pod.node()))
                .findFirst()
                .orElseThrow(() -> ServerSite.unable(
                        "%s: %s has no etcd member, so that it shares its fate with none: %s is for a K3s server"
                                .formatted(pod.name(), pod.node(), fault)));
        Quorum left = new Quorum(servers.size(), servers.size() - 1);
        if (!left.held()) {
            throw ServerSite.unable(
                    servers.size() == 1
                            ? "%s: %s is the only server: with it the whole cluster goes"
                                    .formatted(pod.name(), pod.node())
                            : "%s: without %s only %d of %d etcd members are left, which is no quorum"
                                    .formatted(pod.name(), pod.node(), servers.size() - 1, servers.size()));
        }
        if (others.stream().allMatch(other -> other.node().equals(pod.node()))) {
            throw new OperatorException(
                    "%s: every PostgreSQL server of its set is on %s: nothing would be left to promote"
                            .formatted(pod.name(), pod.node()),
                    "spread them over the nodes: delete the standby's pod while %s is cordoned".formatted(pod.node()));
        }
        return server;
    }

    private Scripts alone(SiteServer server) {
        List<Member> peers =
                members().filter(member -> !member.equals(server.member())).toList();
        PacketFilters filters = new PacketFilters(
                new PacketFilters.Ground(
                        server.node(), kit.command("filter.sh"), UNIT.peers(), UNIT.clients(), this::address),
                () -> doors.shell(server.node()));
        filters.require();
        return filters.alone(server.member(), peers);
    }

    private Stream<Member> members() {
        return servers.stream().map(SiteServer::member);
    }

    private String address(Member member) {
        return servers.stream()
                .filter(server -> server.node().equals(member.node()))
                .findFirst()
                .orElseThrow()
                .address();
    }

    private String command(String verb, SiteServer server) {
        return UNIT.command(kit, verb, server);
    }
}
