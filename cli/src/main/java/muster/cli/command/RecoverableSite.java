package muster.cli.command;

import java.util.List;
import java.util.Objects;
import muster.cli.Workbench;
import muster.engine.cluster.Hand;
import muster.engine.history.OperatorException;
import muster.kubernetes.NodeDoors;
import muster.kubernetes.recover.RecoverableServer;
import muster.kubernetes.site.Permit;
import muster.kubernetes.site.ServerSite;
import muster.kubernetes.site.ServerUnit;
import muster.kubernetes.site.SiteServer;
import muster.kubernetes.status.KnownNode;
import muster.kubernetes.status.NodeSurvey;
import muster.kubernetes.status.SiteInspector;
import muster.kubernetes.status.SiteSight;
import org.jspecify.annotations.Nullable;

/** A K3s cluster whose API may be gone, as whoever brings it back needs it. */
final class RecoverableSite {

    private final Workbench workbench;
    private final SiteFlags.Place place;

    RecoverableSite(Workbench workbench, SiteFlags.Place place) {
        this.workbench = workbench;
        this.place = place;
    }

    /** @throws OperatorException if there is no way into its nodes, or it leads through the API */
    NodeDoors doors() {
        NodeDoors doors = SiteDoors.of(workbench, place);
        if (doors == null || doors.throughApi()) {
            throw new OperatorException(
                    "%s cannot be entered without its API, which is gone with etcd's majority".formatted(place.name()),
                    "muster site remove %1$s && muster site add %1$s --kubeconfig FILE --context NAME --ssh CONFIG"
                            .formatted(place.name()));
        }
        return doors;
    }

    /**
     * Its servers with etcd, by the API or as they are remembered.
     *
     * @throws OperatorException if it has none
     */
    List<RecoverableServer> servers(NodeDoors doors) throws InterruptedException {
        try (SiteInspector inspector = new SiteInspector(
                place.name(), place.kubeconfig(), doors, workbench.sites().nodes(place.name()))) {
            SiteSight sight = inspector.look();
            List<RecoverableServer> servers = sight.nodes().stream()
                    .filter(node -> node.server() && sight.member(node) != null)
                    .map(node -> server(node, sight.surveys().get(node.name())))
                    .toList();
            if (servers.isEmpty()) {
                throw new OperatorException(
                        "%s is not known to have any server with embedded etcd".formatted(place.name()),
                        "muster status --site " + place.name());
            }
            return servers;
        }
    }

    /** Those servers as their nodes are locked; closing it closes the doors. */
    ServerSite lockable(List<RecoverableServer> servers, NodeDoors doors) {
        return new ServerSite(
                new ServerSite.Identity(
                        place.name(),
                        place.kubeconfig().cluster(),
                        servers.stream().map(RecoverableServer::node).toList()),
                ServerUnit.K3S,
                List.of(),
                null,
                doors,
                Permit.looking(),
                Hand.nobody(),
                workbench.state().recoveries());
    }

    private static RecoverableServer server(KnownNode node, @Nullable NodeSurvey survey) {
        return new RecoverableServer(
                node.name(),
                Objects.requireNonNullElse(
                        node.memberAddress(), Objects.requireNonNullElse(node.address(), node.name())),
                survey == null ? SiteServer.USUAL_DATA : survey.data());
    }
}
