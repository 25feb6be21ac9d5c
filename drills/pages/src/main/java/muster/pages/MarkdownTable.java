package muster.pages;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import muster.pages.markup.Markdown;
import muster.pages.view.Cell;
import muster.pages.view.Column;
import muster.pages.view.Row;
import muster.pages.view.Table;

/** A table in Markdown whose columns are in line with each other, so that it can be read without being rendered. */
final class MarkdownTable {

    private static final int WIDEST = 60;

    private MarkdownTable() {}

    static String of(Table table) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(table.columns().stream()
                .map(column -> Markdown.escape(column.title()))
                .toList());
        for (Row row : table.rows()) {
            List<String> line = new ArrayList<>();
            line.add(text(row.head()));
            row.cells().forEach(cell -> line.add(text(cell)));
            lines.add(line);
        }
        List<Integer> widths = widths(lines);
        StringBuilder text = new StringBuilder();
        append(text, lines.getFirst(), table.columns(), widths);
        for (int i = 0; i < widths.size(); i++) {
            boolean figure = table.columns().get(i).figure();
            text.append('|').append("-".repeat(widths.get(i) + 1)).append(figure ? ':' : '-');
        }
        text.append("|\n");
        lines.stream().skip(1).forEach(line -> append(text, line, table.columns(), widths));
        return text.append(notes(table)).toString().stripTrailing();
    }

    private static String text(Cell cell) {
        return Markdown.escape(cell.text());
    }

    /** Notes stand under the table: they are too long for a column. */
    private static String notes(Table table) {
        String notes = table.rows().stream()
                .flatMap(row -> row.cells().stream()
                        .filter(cell -> !cell.note().isEmpty())
                        .map(cell -> "- %s: %s\n"
                                .formatted(Markdown.escape(row.head().text()), Markdown.escape(cell.note()))))
                .collect(Collectors.joining());
        return notes.isEmpty() ? "" : "\n" + notes;
    }

    private static List<Integer> widths(List<List<String>> lines) {
        List<Integer> widths = new ArrayList<>();
        for (int column = 0; column < lines.getFirst().size(); column++) {
            int index = column;
            int widest = lines.stream()
                    .mapToInt(line -> length(line.get(index)))
                    .max()
                    .orElse(0);
            widths.add(Math.clamp(widest, 1, WIDEST));
        }
        return widths;
    }

    private static void append(StringBuilder text, List<String> line, List<Column> columns, List<Integer> widths) {
        for (int i = 0; i < line.size(); i++) {
            String padding = " ".repeat(Math.max(0, widths.get(i) - length(line.get(i))));
            text.append("| ");
            text.append(columns.get(i).figure() ? padding + line.get(i) : line.get(i) + padding);
            text.append(' ');
        }
        text.append("|\n");
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
