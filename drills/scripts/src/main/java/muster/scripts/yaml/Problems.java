package muster.scripts.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What was found wrong in one file so far. Not safe for threads. */
public final class Problems {

    private final List<Problem> found = new ArrayList<>();

    /** Adds one. */
    public void add(Place place, String text) {
        found.add(new Problem(place, text));
    }

    /** How many there are. */
    public int count() {
        return found.size();
    }

    /** All of them, in the order of the file. */
    public List<Problem> inOrder() {
        return found.stream().sorted(Comparator.comparing(Problem::place)).toList();
    }
}
