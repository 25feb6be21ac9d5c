package muster.pages.picture;

import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Many marks of one shape as one path. Marks that fall on the same pixel are drawn once, so that a run of a hundred thousand calls is
 * no larger than the screen; if there are still too many, the grid becomes coarser.
 */
final class Dots {

    private static final int MOST_MARKS = 2_500;

    /** Shapes that are told apart without colour. */
    enum Shape {
        CIRCLE,
        CROSS,
        TRIANGLE
    }

    private final Map<Integer, SortedSet<Integer>> rows = new TreeMap<>();

    /** Marks a point, in tenths of a pixel from here on whole pixels. */
    void add(double x, double y) {
        rows.computeIfAbsent((int) Math.round(y), row -> new TreeSet<>()).add((int) Math.round(x));
    }

    /** The path's data; empty if nothing was marked. */
    String path(Shape shape) {
        for (int grid = 1; ; grid *= 2) {
            Map<Integer, SortedSet<Integer>> coarse = coarse(grid);
            StringBuilder data = new StringBuilder();
            int marks = 0;
            for (Map.Entry<Integer, SortedSet<Integer>> row : coarse.entrySet()) {
                marks += switch (shape) {
                    case CIRCLE -> circles(data, row.getKey(), row.getValue(), grid);
                    case CROSS -> each(data, row.getKey(), row.getValue(), "m-3-3l6 6m0-6l-6 6");
                    case TRIANGLE -> each(data, row.getKey(), row.getValue(), "m0-4l4 7h-8z");
                };
            }
            if (marks <= MOST_MARKS) {
                return data.toString();
            }
        }
    }

    private Map<Integer, SortedSet<Integer>> coarse(int grid) {
        if (grid == 1) {
            return rows;
        }
        Map<Integer, SortedSet<Integer>> coarse = new TreeMap<>();
        rows.forEach((y, xs) -> {
            SortedSet<Integer> row = coarse.computeIfAbsent(Math.floorDiv(y, grid) * grid, key -> new TreeSet<>());
            xs.forEach(x -> row.add(Math.floorDiv(x, grid) * grid));
        });
        return coarse;
    }

    /** Neighbours become one line with round ends, which looks the same. */
    private static int circles(StringBuilder data, int y, SortedSet<Integer> xs, int grid) {
        int marks = 0;
        int begin = Integer.MIN_VALUE;
        int end = Integer.MIN_VALUE;
        for (int x : xs) {
            if (begin != Integer.MIN_VALUE && x == end + grid) {
                end = x;
                continue;
            }
            if (begin != Integer.MIN_VALUE) {
                line(data, begin, y, end);
                marks++;
            }
            begin = x;
            end = x;
        }
        line(data, begin, y, end);
        return marks + 1;
    }

    private static void line(StringBuilder data, int begin, int y, int end) {
        data.append('M').append(begin).append(' ').append(y).append('h').append(end - begin);
    }

    private static int each(StringBuilder data, int y, SortedSet<Integer> xs, String mark) {
        xs.forEach(x -> data.append('M').append(x).append(' ').append(y).append(mark));
        return xs.size();
    }
}
