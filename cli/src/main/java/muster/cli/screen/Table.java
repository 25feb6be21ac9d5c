package muster.cli.screen;

import java.util.ArrayList;
import java.util.List;

/** Columns as wide as their widest cell, two spaces apart and indented by two; the last one is not padded. */
public final class Table {

    private final List<List<String>> rows = new ArrayList<>();
    private final boolean[] right;

    /** @param right for each column, true to set it flush right */
    public Table(boolean... right) {
        this.right = right.clone();
    }

    /** Adds a row. */
    public Table row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    /** The table, a line for each row. */
    public List<String> lines() {
        int[] widths = new int[right.length];
        for (List<String> row : rows) {
            for (int i = 0; i < row.size() && row.size() > 1; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder(" ");
        for (int i = 0; i < row.size(); i++) {
            String padding = " ".repeat(Math.max(0, widths[i] - row.get(i).length()));
            line.append(i == 0 ? " " : "  ");
            line.append(right[i] ? padding + row.get(i) : row.get(i) + padding);
        }
        return line.toString().stripTrailing();
    }
}
