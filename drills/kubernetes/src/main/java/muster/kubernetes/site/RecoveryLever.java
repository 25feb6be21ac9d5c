package muster.kubernetes.site;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import muster.engine.cluster.Act;
import muster.engine.cluster.Procedure;
import muster.engine.cluster.Scripts;
import muster.engine.cluster.Shell;
import muster.engine.history.Member;
import muster.engine.history.OperatorException;
import muster.kubernetes.NodeDoors;
import muster.kubernetes.recover.RecoverableServer;
import muster.kubernetes.recover.Rehearsal;

/** What it means that K3s servers lose their disks, and that their cluster is rebuilt from one that is left. */
final class RecoveryLever {

    private static final String DISK = "lost-disk.sh";
    private static final String STEPS = "recover.sh";

    private final NodeKit kit;
    private final Rehearsal.Ground ground;

    /** @param recoveries the folder of all recoveries of etcd */
    RecoveryLever(String site, NodeKit kit, List<SiteServer> servers, NodeDoors doors, Path recoveries) {
        this.kit = kit;
        this.ground = new Rehearsal.Ground(
                site,
                servers.stream()
                        .map(server -> new RecoverableServer(server.node(), server.address(), server.data()))
                        .toList(),
                doors,
                recoveries);
    }

    /** @throws OperatorException if the server's data cannot be moved away */
    Scripts lose(Member member) {
        Shell.Result result =
                NodeQuestion.ask(ground.doors(), member.node(), kit.inline(DISK, arguments("check", member)));
        if (!result.ok()) {
            List<String> said = result.out().lines().toList();
            throw new OperatorException(
                    said.isEmpty() ? result.words() : said.getFirst(),
                    said.size() < 2 ? "muster doctor --site NAME" : said.get(1));
        }
        return new Scripts(
                command("lose", member), command("lost", member), command("back", member), command("whole", member));
    }

    /** What saves a snapshot on a server. */
    String snapshot(Member member) {
        return "%s snapshot %s '%s' none"
                .formatted(kit.command(STEPS), member.node(), server(member).data());
    }

    /**
     * The way back, if the act is one.
     *
     * @throws OperatorException if there are too few servers, or an even number
     */
    Optional<Procedure> procedure(Act act) {
        return switch (act) {
            case Act.Recover recover -> Optional.of(rebuilt(recover.member(), false));
            case Act.Restore restore -> Optional.of(rebuilt(restore.member(), true));
            case Act.Snapshot _, Act.Promote _, Act.Rejoin _, Act.Rebuild _, Act.Replace _, Act.CancelWaiting _ ->
                Optional.empty();
        };
    }

    private Procedure rebuilt(Member spared, boolean restores) {
        int servers = ground.servers().size();
        if (servers < 3 || servers % 2 == 0) {
            throw new OperatorException(
                    "%s has %d server%s with etcd: the loss of a majority for good, and the way back, are rehearsed on three, or another odd number"
                            .formatted(ground.site(), servers, servers == 1 ? "" : "s"),
                    "choose another drill: muster drills");
        }
        return new Rehearsal(ground, server(spared), restores);
    }

    private RecoverableServer server(Member member) {
        return ground.servers().stream()
                .filter(server -> server.node().equals(member.node()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no server " + member.node()));
    }

    private String command(String verb, Member member) {
        return "%s %s".formatted(kit.command(DISK), arguments(verb, member));
    }

    private String arguments(String verb, Member member) {
        RecoverableServer server = server(member);
        return "%s %s %s '%s'".formatted(verb, server.node(), server.address(), server.data());
    }
}
