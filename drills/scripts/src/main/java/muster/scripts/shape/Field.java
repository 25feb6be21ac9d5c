package muster.scripts.shape;

import java.util.Optional;

/**
 * A word and what may stand behind it.
 *
 * @param doc what it means, in a sentence
 * @param ifAbsent the value when the word is left out; empty if it must be there
 */
public record Field<T>(String word, String doc, Shape<T> shape, Optional<T> ifAbsent) {

    /** A word that must be there. */
    public Field(String word, String doc, Shape<T> shape) {
        this(word, doc, shape, Optional.empty());
    }

    /** True if the word must be there. */
    public boolean required() {
        return ifAbsent.isEmpty();
    }
}
