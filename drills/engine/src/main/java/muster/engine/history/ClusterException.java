package muster.engine.history;

/** The cluster must be looked at: it does not do what a working cluster does. The cause is kept. */
public final class ClusterException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message what the cluster did not do, with the member's name
     * @param cause the error underneath
     */
    public ClusterException(String message, Throwable cause) {
        super(message, cause);
    }

    /** @param message what the cluster did not do, with the member's name */
    public ClusterException(String message) {
        super(message);
    }
}
