package muster.engine.cluster;

import muster.engine.history.Op;
import org.jspecify.annotations.Nullable;

/**
 * One call to be made.
 *
 * @param op {@link Op#id()}: under it the store keeps the write, so that it can be found again
 * @param kind what to ask
 * @param key the register or the element; {@link #BOOK} for transfers and snapshots
 * @param argument the value to write, or the text of a {@link muster.engine.history.Transfer}; unique within the run; null for reads
 * @param expected for a compare-and-set, the value that must stand; null otherwise
 */
public record Call(
        long op,
        Op.Kind kind,
        String key,
        @Nullable String argument,
        @Nullable String expected) {

    /** The key of all accounts together. */
    public static final String BOOK = "bank";
}
