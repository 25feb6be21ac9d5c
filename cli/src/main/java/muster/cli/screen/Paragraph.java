package muster.cli.screen;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Breaks text into lines of at most 80 columns, at spaces, but never within a number whose thousands stand apart. */
public final class Paragraph {

    /** The width of every screen. */
    public static final int COLUMNS = 80;

    private static final Pattern BREAK = Pattern.compile("(?<!\\d)\\s+|\\s+(?!\\d{3})");

    private Paragraph() {}

    /**
     * A text under a label: the label on the first line, the text beside it in a column of its own.
     *
     * @param label with its indent
     * @param column where the text begins, from 0
     */
    public static String beside(String label, int column, String text) {
        StringBuilder block = new StringBuilder();
        String gap = " ".repeat(column);
        List<String> lines = wrap(text, COLUMNS - column);
        block.append(label.length() < column ? label + gap.substring(label.length()) : label + " ");
        block.append(lines.getFirst());
        lines.stream().skip(1).forEach(line -> block.append('\n').append(gap).append(line));
        return block.toString();
    }

    /** The text in lines of at most so many columns; a word that is longer stands alone and whole. */
    public static List<String> wrap(String text, int columns) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : BREAK.split(text.strip(), -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > columns) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
