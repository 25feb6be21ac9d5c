package muster.scripts.yaml;

import java.util.Comparator;

/**
 * Where something begins in a file.
 *
 * @param line counted from 1
 * @param column counted from 1, in Unicode code points
 */
public record Place(int line, int column) implements Comparable<Place> {

    /** Where a file begins. */
    public static final Place START = new Place(1, 1);

    private static final Comparator<Place> ORDER =
            Comparator.comparingInt(Place::line).thenComparingInt(Place::column);

    /** The place just after the first characters of a text. */
    public static Place after(String text, int codePoints) {
        int line = 1;
        int column = 1;
        int[] points = text.codePoints().limit(codePoints).toArray();
        for (int point : points) {
            column = point == '\n' ? 1 : column + 1;
            line = point == '\n' ? line + 1 : line;
        }
        return new Place(line, column);
    }

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return line + ":" + column;
    }
}
