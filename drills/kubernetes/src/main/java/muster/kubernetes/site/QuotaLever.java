package muster.kubernetes.site;

import java.util.List;
import java.util.stream.Collectors;
import muster.engine.cluster.Scripts;
import muster.engine.cluster.Shell;
import muster.engine.history.OperatorException;
import muster.kubernetes.NodeDoors;

/** What it means to fill the space quota of a K3s cluster's etcd. */
final class QuotaLever {

    private static final String SCRIPT = "quota.sh";

    private final NodeKit kit;
    private final List<SiteServer> servers;
    private final NodeDoors doors;

    QuotaLever(NodeKit kit, List<SiteServer> servers, NodeDoors doors) {
        this.kit = kit;
        this.servers = servers;
        this.doors = doors;
    }

    /** @throws OperatorException if the node lacks what it takes, or the quota is too big to be filled within seconds */
    Scripts fill(SiteServer server) {
        demandFillable(server);
        return new Scripts(
                command("fill", server), command("full", server), command("free", server), command("spare", server));
    }

    private void demandFillable(SiteServer server) {
        Shell.Result result = NodeQuestion.ask(doors, server.node(), kit.inline(SCRIPT, arguments("check", server)));
        if (!result.ok()) {
            throw new OperatorException(
                    result.words(),
                    "install curl on every server, and for the rehearsal give every server --etcd-arg=quota-backend-bytes=104857600 (100 MiB; K3s's own is 2 GiB)");
        }
    }

    private String command(String verb, SiteServer server) {
        return "%s %s".formatted(kit.command(SCRIPT), arguments(verb, server));
    }

    private String arguments(String verb, SiteServer server) {
        return "%s %s '%s' %s"
                .formatted(
                        verb,
                        server.node(),
                        server.data(),
                        servers.stream()
                                .filter(other -> !other.equals(server))
                                .map(SiteServer::address)
                                .collect(Collectors.joining(" ")));
    }
}
