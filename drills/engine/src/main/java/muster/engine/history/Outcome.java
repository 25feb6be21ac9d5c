package muster.engine.history;

import org.jspecify.annotations.Nullable;

/**
 * How one call ended, as its client saw it. A store's client decides this once for each kind of error, and nobody else does.
 *
 * <p>The difference between {@link Refused} and {@link Unknown} is that of Jepsen's {@code :fail} and {@code :info}: only a call
 * that surely did not happen may be called refused.
 */
public sealed interface Outcome {

    /**
     * The store said yes.
     *
     * @param value what a read observed; for a write, the value written; for a compare-and-set the value that stands afterwards,
     *     which differs from the one proposed when the comparison failed; null where a read found nothing
     * @param stamp where in the store's order the answer stands
     */
    record Acked(@Nullable String value, Stamp stamp) implements Outcome {}

    /**
     * The store said yes, and said with it that the promise is weaker than the one asked for: PostgreSQL's commit with a warning
     * of a cancelled synchronous wait (SQLSTATE 01000).
     *
     * @param value as for {@link Acked}
     * @param stamp as for {@link Acked}
     * @param warning the store's own words
     */
    record AckedLocally(@Nullable String value, Stamp stamp, String warning) implements Outcome {}

    /**
     * Surely not applied.
     *
     * @param why the error in one line
     */
    record Refused(String why) implements Outcome {}

    /**
     * Perhaps applied, perhaps later: a time-out, a lost connection, a leader that changed.
     *
     * @param why the error in one line
     */
    record Unknown(String why) implements Outcome {}

    /** True if the store acknowledged the call, with its full promise or a weaker one. */
    default boolean acknowledged() {
        return switch (this) {
            case Acked acked -> true;
            case AckedLocally acked -> true;
            case Refused refused -> false;
            case Unknown unknown -> false;
        };
    }
}
