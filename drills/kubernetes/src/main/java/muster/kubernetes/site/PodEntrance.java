package muster.kubernetes.site;

import java.time.Duration;
import muster.engine.cluster.Shell;
import muster.engine.history.OperatorException;
import muster.kubernetes.NodeDoors;
import muster.kubernetes.pods.ServerPod;

/** Asks something of a server's container from its node, for whoever only looks: nothing is put on the node. */
public final class PodEntrance {

    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final NodeKit kit = new NodeKit();
    private final NodeDoors doors;

    /** @param doors the way into the nodes, which stays open */
    public PodEntrance(NodeDoors doors) {
        this.doors = doors;
    }

    /**
     * How much its data and its volume have: for {@link muster.kubernetes.pods.PodFitness#demandRoom}.
     *
     * @throws OperatorException if it cannot be asked, or a drill that was not healed holds it
     * @throws muster.engine.history.ClusterException if its node cannot be reached
     * @throws InterruptedException if this thread is interrupted
     */
    public String survey(ServerPod pod) throws InterruptedException {
        return ask(pod, "survey", "muster heal");
    }

    /**
     * The password of the role {@code muster}, as the container was given it. To be shown to nobody.
     *
     * @throws OperatorException if it cannot be asked
     * @throws muster.engine.history.ClusterException if its node cannot be reached
     * @throws InterruptedException if this thread is interrupted
     */
    public String password(ServerPod pod) throws InterruptedException {
        return ask(pod, "password", "kubectl get secrets -n NAMESPACE").strip();
    }

    private String ask(ServerPod pod, String verb, String next) throws InterruptedException {
        String words = "do %s %s %s".formatted(pod.uid(), pod.name(), verb);
        Shell.Result result = doors.shell(pod.node()).run(kit.inline(PodLevers.SCRIPT, words), LIMIT);
        if (!result.ok()) {
            throw new OperatorException(
                    "%s cannot be entered from %s: %s".formatted(pod.name(), pod.node(), result.words()), next);
        }
        return result.out();
    }
}
