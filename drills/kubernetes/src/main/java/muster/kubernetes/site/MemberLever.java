package muster.kubernetes.site;

import java.util.List;
import java.util.stream.Collectors;
import muster.engine.cluster.Scripts;
import muster.engine.cluster.Shell;
import muster.engine.history.OperatorException;
import muster.kubernetes.NodeDoors;

/** What it means that a K3s server loses its etcd data, and that an empty member takes its place. */
final class MemberLever {

    private static final String SCRIPT = "member.sh";

    private final NodeKit kit;
    private final List<SiteServer> servers;
    private final NodeDoors doors;

    MemberLever(NodeKit kit, List<SiteServer> servers, NodeDoors doors) {
        this.kit = kit;
        this.servers = servers;
        this.doors = doors;
    }

    /** @throws OperatorException if the server could not come back without its data */
    Scripts lose(SiteServer server) {
        demandJoins(server);
        return new Scripts(
                command("lose", server), command("lost", server), command("whole", server), command("votes", server));
    }

    /** The script that replaces it. */
    String replace(SiteServer server) {
        return command("replace", server);
    }

    private void demandJoins(SiteServer server) {
        Shell.Result result = NodeQuestion.ask(
                doors,
                server.node(),
                kit.inline("joins.sh", "%s %s '%s'".formatted(server.node(), server.address(), server.data())));
        if (!result.ok()) {
            List<String> said = result.out().lines().toList();
            throw new OperatorException(
                    said.isEmpty() ? result.words() : said.getFirst(),
                    said.size() < 2 ? "muster doctor --site NAME" : said.get(1));
        }
    }

    private String command(String verb, SiteServer server) {
        return "%s %s %s %s '%s' %s"
                .formatted(
                        kit.command(SCRIPT),
                        verb,
                        server.node(),
                        server.address(),
                        server.data(),
                        servers.stream()
                                .filter(other -> !other.equals(server))
                                .map(SiteServer::address)
                                .collect(Collectors.joining(" ")));
    }
}
