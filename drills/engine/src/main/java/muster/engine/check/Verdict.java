package muster.engine.check;

import java.util.List;

/** What a check found. Not checked is never a pass: {@link Undecided} is a verdict of its own. */
public sealed interface Verdict {

    /** What was measured, with its doubt, such as "1.12 s ± 0.005". */
    String measured();

    /** Why, in a sentence. */
    String why();

    /** What the check allows is what was seen. */
    record Holds(String measured, String why) implements Verdict {}

    /**
     * It is not.
     *
     * @param witness what proves it, a line each
     */
    record Broken(String measured, String why, List<String> witness) implements Verdict {
        /** Copies the list. */
        public Broken {
            witness = List.copyOf(witness);
        }
    }

    /** The evidence does not tell. */
    record Undecided(String measured, String why) implements Verdict {}

    /** Its word: {@code holds}, {@code broken}, {@code undecided}. */
    default String word() {
        return switch (this) {
            case Holds holds -> "holds";
            case Broken broken -> "broken";
            case Undecided undecided -> "undecided";
        };
    }
}
