package muster.kubernetes.site;

import java.util.List;
import muster.engine.cluster.Guarding;
import muster.engine.cluster.Shell;
import muster.engine.cluster.Site;
import muster.kubernetes.NodeDoors;

/** A site by its nodes, whatever its members are: which cluster it is, and how its nodes are entered and prepared. */
abstract class NodeSite implements Site {

    private final ServerSite.Identity identity;
    private final NodeDoors doors;
    private final NodeKit kit = new NodeKit();

    /** @param doors the way into the nodes, which is closed with this object */
    NodeSite(ServerSite.Identity identity, NodeDoors doors) {
        this.identity = identity;
        this.doors = doors;
    }

    final NodeDoors doors() {
        return doors;
    }

    final NodeKit kit() {
        return kit;
    }

    @Override
    public final String name() {
        return identity.name();
    }

    @Override
    public final String incarnation() {
        return identity.cluster();
    }

    @Override
    public final List<String> nodes() {
        return identity.nodes();
    }

    @Override
    public final Shell shell(String node) {
        demandNode(node);
        return doors.shell(node);
    }

    @Override
    public final void prepare(String node) throws InterruptedException {
        kit.install(node, shell(node));
    }

    @Override
    public final Guarding guarding(String node) {
        demandNode(node);
        return kit.guarding();
    }

    private void demandNode(String node) {
        if (!nodes().contains(node)) {
            throw new IllegalArgumentException("%s has no node %s".formatted(name(), node));
        }
    }

    /** Closes the doors. */
    @Override
    public final void close() {
        doors.close();
    }
}
