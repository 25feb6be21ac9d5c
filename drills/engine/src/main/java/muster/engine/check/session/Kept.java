package muster.engine.check.session;

import java.util.List;
import muster.engine.history.Op;
import org.jspecify.annotations.Nullable;

/**
 * How one guarantee was kept.
 *
 * @param guarantee which
 * @param judged reads that could have broken it: something was known that they had to show
 * @param broken how many of them did
 * @param first the first that did; null if none did
 */
public record Kept(
        Guarantee guarantee,
        long judged,
        long broken,
        @Nullable Breach first) {

    /**
     * One read that broke a guarantee.
     *
     * @param sentence what happened, in one sentence
     * @param witness at most four calls that prove it
     */
    public record Breach(String sentence, List<Op> witness) {
        /** Copies the list. */
        public Breach {
            witness = List.copyOf(witness);
        }
    }
}
