package muster.engine.cluster;

import java.time.Duration;
import java.util.Optional;

/**
 * An act that takes several nodes, one step after the other. It either comes to its end, or leaves nothing done, or tells what goes on with
 * it.
 */
public interface Procedure {

    /** Every command with its node, a line each, for whoever wants to know before. */
    String script();

    /**
     * Does it. Once it has come so far that only its end leaves a cluster that is whole, an interrupt does not keep it from that end.
     *
     * @param gate how a node is told to do something
     * @param witness is told what happens
     * @return what was done, in words
     * @throws muster.engine.history.ClusterException if a step was refused or failed
     * @throws muster.engine.history.OperatorException if it may not be begun now; nothing was done then
     * @throws InterruptedException if this thread was interrupted before that; nothing is left done then
     */
    String perform(Gate gate, Witness witness) throws InterruptedException;

    /** What goes on with it after it failed half way, as it is typed; empty if there is nothing to go on with. */
    Optional<String> left();

    /** The guard of every node: it refuses whoever does not hold the site's lock, and lets nothing else happen there meanwhile. */
    @FunctionalInterface
    interface Gate {
        /**
         * Runs a script on a node.
         *
         * @param limit how long it may take
         * @throws muster.engine.history.ClusterException if the node cannot be reached, or the time is over
         */
        Shell.Result run(String node, String script, Duration limit) throws InterruptedException;
    }

    /** Is told of each step. */
    interface Witness {
        /**
         * A step begins.
         *
         * @param word of the step: {@code reset}
         * @param text where it is done, and by which command
         */
        void begins(String word, String text);

        /** The step is done. */
        void done(String words);
    }
}
