package muster.engine.cluster;

import java.time.Duration;
import java.util.Map;

/** What a cluster says of the things around its stores: nodes, and what runs on them. Safe for threads. */
@FunctionalInterface
public interface Surroundings extends AutoCloseable {

    /**
     * How each of them stands now.
     *
     * @return a few words for each, by its name, such as {@code node n1} and {@code Ready}; empty if nobody could be asked in time
     * @throws InterruptedException if this thread is interrupted
     */
    Map<String, String> look(Duration deadline) throws InterruptedException;

    @Override
    default void close() {}

    /** For a site that says nothing of them. */
    static Surroundings unknown() {
        return deadline -> Map.of();
    }
}
