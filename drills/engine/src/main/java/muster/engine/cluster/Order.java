package muster.engine.cluster;

/**
 * What is asked of whoever keeps the servers through that one's own API, from here: for a lever that no script on a node can pull, because
 * the credentials are not there. Given once the node's guard has let the harm's own script through. Nothing on a node undoes it.
 */
public interface Order {

    /**
     * Gives it, unless things are no longer as they were planned.
     *
     * @return what was ordered, in words
     * @throws muster.engine.history.ClusterException if it is refused or nobody answers, with the reason
     * @throws InterruptedException if this thread is interrupted
     */
    String give() throws InterruptedException;

    /** Whether the keeper says that it was carried out, and still holds; exit 0 if so. */
    Shell.Result done();
}
