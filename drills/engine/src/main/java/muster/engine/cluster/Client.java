package muster.engine.cluster;

import java.util.concurrent.CompletableFuture;
import muster.engine.history.Outcome;

/**
 * One client's connection to one member. It never retries, never follows a redirect, and decides for every error once whether the call
 * was refused or is unknown.
 */
public interface Client extends AutoCloseable {

    /**
     * Sends a call and returns at once.
     *
     * @return completes with the outcome, never exceptionally. It may complete long after the workload's deadline: whoever waits
     *     decides how long; the store gives up by itself when the answer can no longer come
     */
    CompletableFuture<Outcome> send(Call call);

    /** Closes the connection. Calls that are under way complete as unknown. */
    @Override
    void close();
}
