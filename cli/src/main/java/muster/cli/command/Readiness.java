package muster.cli.command;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import muster.engine.drill.Drill;
import muster.engine.drill.Step;
import muster.engine.drill.Target;
import muster.engine.history.OperatorException;
import muster.kubernetes.NodeDoors;
import muster.kubernetes.doctor.NewestSnapshot;
import muster.kubernetes.doctor.NodeCheckup;
import muster.kubernetes.site.SiteServer;

/** Whether the servers of a K3s cluster have what a drill there needs. Only looks. */
final class Readiness {

    private final String site;
    private final NodeDoors doors;
    private final List<SiteServer> servers;

    Readiness(String site, NodeDoors doors, List<SiteServer> servers) {
        this.site = site;
        this.doors = doors;
        this.servers = List.copyOf(servers);
    }

    /**
     * Refuses a drill that could not heal, or after which there might be no way back.
     *
     * @throws OperatorException if a server is not entered as root, lacks a program, or the quorum would be taken without a fresh snapshot
     * @throws muster.engine.history.ClusterException if a server cannot be reached
     */
    void demand(Drill drill) throws InterruptedException {
        Map<String, NodeCheckup> checkups = new TreeMap<>();
        for (SiteServer server : servers) {
            NodeCheckup checkup =
                    NodeCheckup.of(server.node(), doors.shell(server.node()), server.data() + "/server/db");
            if (checkup.user() != 0) {
                throw new OperatorException(
                        "%s is entered as user %d, and drills need root".formatted(server.node(), checkup.user()),
                        "muster doctor --site " + site);
            }
            if (!checkup.lacks().isEmpty()) {
                throw new OperatorException(
                        "%s lacks %s".formatted(server.node(), String.join(", ", checkup.lacks())),
                        "muster doctor --site " + site);
            }
            checkups.put(server.node(), checkup);
        }
        if (takesQuorum(drill)) {
            demandSnapshot(drill, NewestSnapshot.of(checkups, Instant.now()));
        }
    }

    private void demandSnapshot(Drill drill, Optional<NewestSnapshot> newest) {
        if (newest.isPresent() && newest.get().fresh()) {
            return;
        }
        throw new OperatorException(
                "%s takes the quorum, and %s has no snapshot of etcd that is younger than a day%s"
                        .formatted(
                                drill.name(),
                                site,
                                newest.map(snapshot -> ": " + snapshot.words()).orElse("")),
                "on %s: k3s etcd-snapshot save".formatted(servers.getFirst().node()));
    }

    private static boolean takesQuorum(Drill drill) {
        return drill.timeline().stream()
                .filter(Step.Inject.class::isInstance)
                .map(step -> ((Step.Inject) step).target())
                .anyMatch(target -> target instanceof Target.QuorumOfMembers || target instanceof Target.Every);
    }
}
