package muster.engine.cluster;

import muster.engine.history.Op;
import org.jspecify.annotations.Nullable;

/**
 * One call to be made.
 *
 * @param op {@link Op#id()}: under it the store keeps the write, so that it can be found again
 * @param kind what to ask
 * @param key the register
 * @param argument the value to write, unique within the run; null for reads
 * @param expected for a compare-and-set, the value that must stand; null otherwise
 */
public record Call(
        long op,
        Op.Kind kind,
        String key,
        @Nullable String argument,
        @Nullable String expected) {}
