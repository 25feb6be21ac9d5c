package muster.engine.check;

import java.time.Duration;
import muster.engine.history.Evidence;

/** How long something may last. */
public sealed interface Limit {

    /** What the plan foretold from the timers in force, a split vote included. */
    record Predicted() implements Limit {}

    /**
     * A fixed length.
     *
     * @param length how long at most
     */
    record Fixed(Duration length) implements Limit {}

    /** The limit in the run at hand. */
    default Duration in(Evidence evidence) {
        return switch (this) {
            case Predicted predicted -> evidence.facts().prediction().allowed();
            case Fixed fixed -> fixed.length();
        };
    }
}
