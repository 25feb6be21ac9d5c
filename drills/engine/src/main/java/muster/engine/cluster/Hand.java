package muster.engine.cluster;

/** A person who does on a node by hand what no script can do there. */
@FunctionalInterface
public interface Hand {

    /**
     * Asks for something, and waits for the person to say that it is done. Returns as well once nobody can answer any more: whether it was
     * done is judged by its effect.
     *
     * @param what such as {@code switch off n2 now}
     * @throws InterruptedException if this thread is interrupted
     */
    void ask(String what) throws InterruptedException;

    /** Nobody: returns at once. */
    static Hand nobody() {
        return what -> {};
    }
}
