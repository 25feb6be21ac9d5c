package muster.pages.view;

import java.util.ArrayList;
import java.util.List;

/**
 * A table.
 *
 * @param caption what it shows; may be empty if its section's title says so
 * @param columns at least one
 * @param rows may be empty
 */
public record Table(String caption, List<Column> columns, List<Row> rows) {

    /** Collects rows of plain texts. */
    static final class Builder {
        private final String caption;
        private final List<Column> columns;
        private final List<Row> rows = new ArrayList<>();

        Builder(String caption, Column... columns) {
            this.caption = caption;
            this.columns = List.of(columns);
        }

        /** Adds a row with a text for each column. */
        Builder row(String... texts) {
            Cell[] cells = new Cell[texts.length];
            for (int i = 0; i < texts.length; i++) {
                cells[i] = cell(i, texts[i], "", columns.get(i).figure() ? "figure" : "");
            }
            return row(cells);
        }

        /** Adds a row with a cell for each column. */
        Builder row(Cell... cells) {
            if (cells.length != columns.size()) {
                throw new IllegalArgumentException("%d cells for %d columns".formatted(cells.length, columns.size()));
            }
            List<Cell> all = List.of(cells);
            rows.add(new Row(all.getFirst(), all.subList(1, all.size())));
            return this;
        }

        /** A cell for the column at that place. */
        Cell cell(int column, String text, String note, String css) {
            return new Cell(columns.get(column).title(), text, note, css);
        }

        Table build() {
            return new Table(caption, columns, List.copyOf(rows));
        }
    }
}
