package muster.kubernetes.site;

import muster.engine.cluster.Scripts;
import muster.engine.cluster.Shell;
import muster.engine.history.OperatorException;
import muster.kubernetes.NodeDoors;

/** What it means to fill the disk of a K3s server's database: only where nothing but the database has that disk. */
final class DiskLever {

    private static final String SCRIPT = "disk.sh";

    private final NodeKit kit;
    private final NodeDoors doors;

    DiskLever(NodeKit kit, NodeDoors doors) {
        this.kit = kit;
        this.doors = doors;
    }

    /** @throws OperatorException if the database shares its file system, or that cannot be filled within seconds */
    Scripts fill(SiteServer server) {
        demandFillable(server);
        return new Scripts(
                command("fill", server), command("full", server), command("free", server), command("spare", server));
    }

    private void demandFillable(SiteServer server) {
        Shell.Result result = NodeQuestion.ask(doors, server.node(), kit.inline(SCRIPT, arguments("check", server)));
        if (!result.ok()) {
            throw new OperatorException(
                    result.words(), "fill etcd alone, by its own limit: muster run etcd-quota-full --site NAME");
        }
    }

    private String command(String verb, SiteServer server) {
        return "%s %s".formatted(kit.command(SCRIPT), arguments(verb, server));
    }

    private static String arguments(String verb, SiteServer server) {
        return "%s %s %s '%s'".formatted(verb, server.node(), server.address(), server.data());
    }
}
