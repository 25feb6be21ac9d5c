package muster.engine.check;

import java.util.List;

/**
 * What a check counted, where one line does not hold it.
 *
 * @param columns what each cell of a row is; the first one is a word, the others are figures
 * @param rows in order
 */
public record Counts(List<String> columns, List<Row> rows) {

    /** Copies the lists. */
    public Counts {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /** A row with a cell for each column. */
    public record Row(List<String> cells) {
        /** Copies the list. */
        public Row {
            cells = List.copyOf(cells);
        }
    }

    /** A row of these cells. */
    static Row row(String... cells) {
        return new Row(List.of(cells));
    }
}
