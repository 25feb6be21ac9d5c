package muster.kubernetes;

import muster.engine.cluster.Shell;

/** A way into the nodes of a cluster, as their root. Safe for threads. */
public interface NodeDoors extends AutoCloseable {

    /**
     * A shell on a node; nothing is connected before it is first used, and then a script may end in an
     * {@link muster.engine.history.OperatorException} where the operator must first let us in.
     *
     * @param node its name, as Kubernetes has it
     */
    Shell shell(String node);

    /**
     * A port on this machine's loopback that leads to a port on the node's loopback, until this object is closed.
     *
     * @return the port here
     * @throws muster.engine.history.ClusterException if the node cannot be reached
     * @throws muster.engine.history.OperatorException if the operator must first let us in
     * @throws InterruptedException if this thread is interrupted
     */
    default int forward(String node, int port) throws InterruptedException {
        return forward(node, "127.0.0.1", port);
    }

    /**
     * The same to a port that the node reaches elsewhere, such as that of a pod which runs on it.
     *
     * @param host its address, as the node has it
     * @return the port here
     * @throws muster.engine.history.ClusterException if the node cannot be reached
     * @throws muster.engine.history.OperatorException if there is no such way, or the operator must first let us in
     * @throws InterruptedException if this thread is interrupted
     */
    int forward(String node, String host, int port) throws InterruptedException;

    /** True if they lead through the API, and are shut when it is gone. */
    boolean throughApi();

    /** What they go by, in a word: {@code ssh}, {@code agent}. */
    String word();

    @Override
    void close();
}
