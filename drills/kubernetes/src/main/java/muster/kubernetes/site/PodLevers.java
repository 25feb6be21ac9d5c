package muster.kubernetes.site;

import java.util.List;
import java.util.stream.Collectors;
import muster.engine.cluster.Act;
import muster.engine.cluster.Lever;
import muster.engine.cluster.Remains;
import muster.engine.cluster.Scripts;
import muster.engine.fault.PacketFilters;
import muster.engine.history.Member;
import muster.engine.history.OperatorException;
import muster.kubernetes.NodeDoors;
import muster.kubernetes.pods.ServerPod;

/**
 * What a lever means on a PostgreSQL server in a pod. Every heal ends with {@code rejoin}: while a server was away another may have become
 * the primary, and then it must come back as a standby.
 */
final class PodLevers {

    static final String SCRIPT = "pod.sh";

    private static final int PORT = 5432;

    private final NodeKit kit;
    private final List<PodServer> servers;
    private final PacketFilters filters;
    private final NodeLever node;

    PodLevers(NodeKit kit, List<PodServer> servers, NodeDoors doors, NodeLever node) {
        this.kit = kit;
        this.servers = servers;
        this.node = node;
        String who = servers.stream()
                .map(PodServer::pod)
                .map(pod -> pod.name() + "=" + pod.uid())
                .collect(Collectors.joining(","));
        this.filters = new PacketFilters(
                new PacketFilters.Ground(
                        servers.getFirst().pod().node(),
                        "%s filter %s".formatted(kit.command(SCRIPT), who),
                        PORT,
                        PORT,
                        member -> pod(member).address()),
                () -> doors.shell(servers.getFirst().pod().node()));
    }

    Scripts scripts(Lever lever) {
        Member member = lever.member();
        return switch (lever) {
            case Lever.Kill _ -> scripts(member, "kill", "gone", "rejoin", "well");
            case Lever.Terminate _ -> scripts(member, "terminate", "gone", "rejoin", "well");
            case Lever.Pause _ -> scripts(member, "pause", "stands", "resume", "well");
            case Lever.LoseData _ -> scripts(member, "lose", "lost", "whole", "restored");
            case Lever.Isolate isolate -> {
                filters.require();
                yield thenRejoin(member, filters.isolate(isolate, others(member)));
            }
            case Lever.Cut cut -> {
                filters.require();
                yield thenRejoin(member, filters.cut(cut));
            }
            case Lever.LoseNode _ -> node.lose(member, others(member));
            case Lever.PartNode _ -> thenRejoin(member, node.part(member, others(member)));
            case Lever.Configure configure -> configure(configure);
            case Lever.Reboot _, Lever.PowerCut _ ->
                throw ServerSite.unable(
                        "%s: a pod has no boot of its own; its node restarts with the etcd member on it, which k3s-server-reboot rehearses"
                                .formatted(member.name()));
            case Lever.FillDisk _ ->
                throw ServerSite.unable(
                        "%s: its volume may share a file system with the node's images and the kubelet, which would evict pods when it is full"
                                .formatted(member.name()));
            case Lever.LoseDisk _ -> throw ServerSite.noDisk(member);
            case Lever.Switchover _ ->
                throw new OperatorException(
                        "%s: nobody keeps these servers who could hand its part over".formatted(member.name()),
                        "muster run postgres-switchover --site NAME");
            case Lever.FillQuota _ ->
                throw ServerSite.unable("%s: PostgreSQL has no space quota of its own".formatted(member.name()));
            case Lever.ClockJump _ ->
                throw ServerSite.unable(
                        "%s: a container has its node's clock, and its image has no library that would give it another"
                                .formatted(member.name()));
        };
    }

    /** What an act means on a server. */
    String script(Act act) {
        Member member = act.member();
        return switch (act) {
            case Act.Promote _ -> injecting(member, "promote");
            case Act.Rejoin _ -> injecting(member, "rejoin");
            case Act.Rebuild _ -> injecting(member, "rebuild");
            case Act.CancelWaiting _ -> injecting(member, "cancel-waiting");
            case Act.Replace _ ->
                throw new OperatorException(
                        "%s: PostgreSQL has no members that are replaced".formatted(member.name()),
                        "say rebuild in the drill");
            case Act.Snapshot _, Act.Recover _, Act.Restore _ -> throw ServerSite.noDisk(member);
        };
    }

    /** One verb of {@code server.sh} in the pod, whatever it is. */
    String verb(Member member, String verb, String... words) {
        StringBuilder command = new StringBuilder(injecting(member, verb));
        for (String word : words) {
            command.append(' ').append(quote(word));
        }
        return command.toString();
    }

    Remains remains(Member member) {
        return new Remains(
                new Member(member.name(), member.node(), server(member).remains()),
                since -> verb(member, "remains", since),
                copy -> verb(member, "remains-serve", copy),
                verb(member, "remains-end"));
    }

    private Scripts configure(Lever.Configure configure) {
        Member member = configure.member();
        String[] lines = configure.lines().toArray(String[]::new);
        return new Scripts(
                verb(member, "configure", lines),
                verb(member, "configured", lines),
                healing(member, "unconfigure"),
                healing(member, "plain"));
    }

    private Scripts scripts(Member member, String inject, String bit, String heal, String clean) {
        return new Scripts(
                injecting(member, inject), injecting(member, bit), healing(member, heal), healing(member, clean));
    }

    private Scripts thenRejoin(Member member, Scripts filter) {
        return new Scripts(
                filter.inject(),
                filter.bit(),
                filter.heal() + " && " + healing(member, "rejoin"),
                filter.clean() + " && " + healing(member, "well"));
    }

    private String injecting(Member member, String verb) {
        return command("do", member, verb);
    }

    private String healing(Member member, String verb) {
        return command("undo", member, verb);
    }

    private String command(String word, Member member, String verb) {
        return "%s %s %s %s %s".formatted(kit.command(SCRIPT), word, pod(member).uid(), member.name(), verb);
    }

    private List<Member> others(Member member) {
        return servers.stream()
                .map(PodServer::member)
                .filter(other -> !other.equals(member))
                .toList();
    }

    private ServerPod pod(Member member) {
        return server(member).pod();
    }

    private PodServer server(Member member) {
        return servers.stream()
                .filter(server -> server.pod().name().equals(member.name()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no pod " + member.name()));
    }

    private static String quote(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
