package muster.engine.check.register;

import java.util.List;
import muster.engine.history.Op;

/** What is known of a history of registers. */
public sealed interface Decision {

    /**
     * Each register behaved as if there were one copy of it.
     *
     * @param calls how many calls say something about a register
     * @param keys how many registers
     */
    record Linearizable(long calls, int keys) implements Decision {}

    /**
     * One did not.
     *
     * @param key which
     * @param sentence what happened, in one sentence
     * @param witness at most four calls that no single copy can have answered so
     */
    record Violated(String key, String sentence, List<Op> witness) implements Decision {
        /** Copies the list. */
        public Violated {
            witness = List.copyOf(witness);
        }
    }

    /**
     * The history does not keep the contract that the algorithm needs.
     *
     * @param why in a sentence
     */
    record Unfit(String why) implements Decision {}
}
