package muster.scripts.shape;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** The known word that an unknown one was probably meant to be. */
public final class Nearest {

    private static final int LENGTH_LIMIT = 64;

    private Nearest() {}

    /** The nearest of some words, the first of those equally near; empty if none is near. */
    public static Optional<String> to(String unknown, Collection<String> words) {
        if (unknown.length() > LENGTH_LIMIT) {
            return Optional.empty();
        }
        Optional<String> nearest = Optional.empty();
        int least = Integer.MAX_VALUE;
        for (String word : words) {
            int distance = distance(unknown.toLowerCase(Locale.ROOT), word.toLowerCase(Locale.ROOT));
            if (distance < least && distance <= Math.max(1, word.length() / 3)) {
                nearest = Optional.of(word);
                least = distance;
            }
        }
        return nearest;
    }

    /** What to say of an unknown word: what was meant, or else what would fit. */
    public static String hint(Optional<String> near, Collection<String> words) {
        return near.map(word -> "did you mean \"%s\"?".formatted(word))
                .orElseGet(() -> "the words that fit here: " + String.join(", ", words));
    }

    /** Insertions, deletions, substitutions and swaps of neighbours: the optimal string alignment distance. */
    private static int distance(String from, String to) {
        int[][] cost = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            cost[i][0] = i;
        }
        for (int j = 0; j <= to.length(); j++) {
            cost[0][j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            for (int j = 1; j <= to.length(); j++) {
                int substitution = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
                int edit = Math.min(cost[i - 1][j] + 1, cost[i][j - 1] + 1);
                cost[i][j] = Math.min(edit, cost[i - 1][j - 1] + substitution);
                boolean swapped = i > 1
                        && j > 1
                        && from.charAt(i - 1) == to.charAt(j - 2)
                        && from.charAt(i - 2) == to.charAt(j - 1);
                if (swapped) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[from.length()][to.length()];
    }
}
