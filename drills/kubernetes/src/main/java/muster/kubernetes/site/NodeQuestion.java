package muster.kubernetes.site;

import java.time.Duration;
import muster.engine.cluster.Shell;
import muster.engine.history.OperatorException;
import muster.kubernetes.NodeDoors;

/** What a node is asked before anything is planned there. */
final class NodeQuestion {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private NodeQuestion() {}

    /**
     * Runs a script that changes nothing.
     *
     * @throws OperatorException if this thread is interrupted meanwhile; it stays interrupted
     */
    static Shell.Result ask(NodeDoors doors, String node, String script) {
        try {
            return doors.shell(node).run(script, LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperatorException("cancelled before %s was asked".formatted(node), "start again", e);
        }
    }
}
