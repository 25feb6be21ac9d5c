package muster.scripts.shape;

import java.util.function.Function;

/** One word of a {@link Choice}. */
public sealed interface Word<T> {

    /** The word. */
    String word();

    /** What it means, in a sentence. */
    String doc();

    /** A word that stands alone. */
    record Bare<T>(String word, String doc, T value) implements Word<T> {}

    /**
     * A word with a value behind it.
     *
     * @param shape what may stand behind it
     * @param meaning what the word and its value mean together
     */
    record Valued<S, T>(String word, String doc, Shape<S> shape, Function<S, T> meaning) implements Word<T> {}
}
