package muster.kubernetes.site;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import muster.engine.cluster.Act;
import muster.engine.cluster.Lever;
import muster.engine.cluster.Procedure;
import muster.engine.cluster.Scripts;
import muster.engine.cluster.Side;
import muster.engine.fault.PacketFilters;
import muster.engine.history.Member;
import muster.kubernetes.NodeDoors;

/** What a lever means on a server of a site. */
final class ServerLevers {

    private final ServerUnit unit;
    private final NodeKit kit;
    private final List<SiteServer> servers;
    private final PacketFilters filters;
    private final QuotaLever quota;
    private final DiskLever disk;
    private final MemberLever member;
    private final RecoveryLever recovery;

    ServerLevers(
            String site, ServerUnit unit, NodeKit kit, List<SiteServer> servers, NodeDoors doors, Path recoveries) {
        this.unit = unit;
        this.kit = kit;
        this.servers = servers;
        this.filters = new PacketFilters(
                new PacketFilters.Ground(site, kit.command("filter.sh"), unit.peers(), unit.clients(), this::address),
                () -> doors.shell(servers.getFirst().node()));
        this.quota = new QuotaLever(kit, servers, doors);
        this.disk = new DiskLever(kit, doors);
        this.member = new MemberLever(kit, servers, doors);
        this.recovery = new RecoveryLever(site, kit, servers, doors, recoveries);
    }

    /** The fault's word as in a drill. */
    static String word(Lever lever) {
        return switch (lever) {
            case Lever.Kill _ -> "kill";
            case Lever.Terminate _ -> "stop";
            case Lever.Pause _ -> "pause";
            case Lever.Isolate _ -> "isolate";
            case Lever.Cut _ -> "cut";
            case Lever.FillQuota _ -> "quota-full";
            case Lever.FillDisk _ -> "disk-full";
            case Lever.Configure _ -> "settings";
            case Lever.ClockJump _ -> "clock-jump";
            case Lever.LoseData _ -> "lose-data";
            case Lever.LoseDisk _ -> "lose-disk";
            case Lever.Reboot _ -> "reboot";
            case Lever.PowerCut _ -> "power-cut";
            case Lever.LoseNode _ -> "node-loss";
            case Lever.PartNode _ -> "node-partition";
            case Lever.Switchover _ -> "switchover";
        };
    }

    Scripts scripts(Lever lever) {
        Member member = lever.member();
        if (unit.kind() == ServerUnit.Kind.POSTGRES) {
            throw ServerSite.unable(
                    "%s: PostgreSQL on a plain host is looked at and never broken, behind whatever runs it"
                            .formatted(member.name()));
        }
        return switch (lever) {
            case Lever.Kill _ -> scripts(member, "kill", "gone", "start", "runs");
            case Lever.Terminate _ -> scripts(member, "terminate", "gone", "start", "runs");
            case Lever.Pause _ -> scripts(member, "pause", "stands", "resume", "answers");
            case Lever.Reboot _ -> scripts(member, "reboot", "rebooted", "return", "returned");
            case Lever.Isolate isolate -> {
                demandClientsComeIn(isolate);
                filters.require();
                yield answering(member, filters.isolate(isolate, others(member)));
            }
            case Lever.Cut cut -> {
                filters.require();
                yield answering(member, filters.cut(cut));
            }
            case Lever.FillQuota _ -> fillQuota(member);
            case Lever.FillDisk _ -> fillDisk(member);
            case Lever.LoseData _ -> loseData(member);
            case Lever.LoseDisk _ -> {
                demandK3s(member);
                yield recovery.lose(member);
            }
            case Lever.PowerCut _ -> scripts(member, "unplug", "unplugged", "return", "returned");
            case Lever.LoseNode _, Lever.PartNode _ ->
                throw ServerSite.unable(
                        "%s: %s takes a node for the sake of the PostgreSQL pod on it; of a server by itself, kill, isolate and power-cut are known"
                                .formatted(member.name(), word(lever)));
            case Lever.Switchover _ ->
                throw ServerSite.unable(
                        "%s: a switchover is ordered from whoever keeps PostgreSQL in pods, and etcd moves its leadership itself"
                                .formatted(member.name()));
            case Lever.Configure _ ->
                throw ServerSite.unable(
                        "%s: etcd takes its settings when it starts, and not while it runs".formatted(member.name()));
            case Lever.ClockJump _ ->
                throw ServerSite.unable(
                        "%s: %s is a Go program, which asks the kernel for the time: only the whole node's clock could be moved"
                                .formatted(member.name(), unit.name()));
        };
    }

    private Scripts fillQuota(Member member) {
        return switch (unit.kind()) {
            case K3S -> quota.fill(server(member));
            case ETCD, POSTGRES ->
                throw ServerSite.unable(
                        "%s: quota-full is known on a K3s server and in the lab".formatted(member.name()));
        };
    }

    private Scripts fillDisk(Member member) {
        return switch (unit.kind()) {
            case K3S -> disk.fill(server(member));
            case ETCD, POSTGRES ->
                throw ServerSite.unable(
                        "%s: what else lies on the disk of its database is not known here, and would be full too"
                                .formatted(member.name()));
        };
    }

    private Scripts loseData(Member member) {
        return switch (unit.kind()) {
            case K3S -> this.member.lose(server(member));
            case ETCD, POSTGRES ->
                throw ServerSite.unable("%s: taking a server's data away is known on a K3s server and in the lab"
                        .formatted(member.name()));
        };
    }

    /** What puts an empty member in the place of one whose data is lost. */
    String replace(Member lost) {
        return member.replace(server(lost));
    }

    /** What saves a snapshot on its server. */
    String snapshot(Member member) {
        demandK3s(member);
        return recovery.snapshot(member);
    }

    /** What an act means that takes several nodes; empty if it takes one. */
    Optional<Procedure> procedure(Act act) {
        Optional<Procedure> procedure = recovery.procedure(act);
        procedure.ifPresent(_ -> demandK3s(act.member()));
        return procedure;
    }

    private void demandClientsComeIn(Lever.Isolate isolate) {
        if (isolate.from() != Side.PEERS && server(isolate.member()).tunnelled()) {
            throw ServerSite.unable(
                    "%s: its clients come through a tunnel to its own host, whose packets no filter drops: isolate it from its peers"
                            .formatted(isolate.member().name()));
        }
    }

    private void demandK3s(Member member) {
        if (unit.kind() != ServerUnit.Kind.K3S) {
            throw ServerSite.noDisk(member);
        }
    }

    private Scripts answering(Member member, Scripts filter) {
        return new Scripts(
                filter.inject()
                        + " && echo 'the loopback is left alone: what runs on this node still reaches its etcd'",
                filter.bit(),
                filter.heal(),
                "%s && %s".formatted(command("answers", member), filter.clean()));
    }

    private Scripts scripts(Member member, String inject, String bit, String heal, String clean) {
        return new Scripts(
                command(inject, member), command(bit, member), command(heal, member), command(clean, member));
    }

    private String command(String verb, Member member) {
        return unit.command(kit, verb, server(member));
    }

    private List<Member> others(Member member) {
        return servers.stream()
                .map(SiteServer::member)
                .filter(other -> !other.equals(member))
                .toList();
    }

    private String address(Member member) {
        return server(member).address();
    }

    private SiteServer server(Member member) {
        return servers.stream()
                .filter(server -> server.node().equals(member.node()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no server " + member.node()));
    }
}
