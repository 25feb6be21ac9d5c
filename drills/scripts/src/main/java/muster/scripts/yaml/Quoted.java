package muster.scripts.yaml;

/** Words of a file as a message shows them: short, on one line, without control characters. */
public final class Quoted {

    private static final int LENGTH_LIMIT = 40;

    private Quoted() {}

    /** The text in double quotes. */
    public static String of(String text) {
        return '"' + line(text, LENGTH_LIMIT) + '"';
    }

    /**
     * The text on one line.
     *
     * @param limit how many code points at most; what is beyond them becomes an ellipsis
     */
    static String line(String text, int limit) {
        StringBuilder line = new StringBuilder();
        text.codePoints().limit(limit).map(point -> shown(point) ? point : ' ').forEach(line::appendCodePoint);
        return text.codePointCount(0, text.length()) > limit ? line + "…" : line.toString();
    }

    private static boolean shown(int point) {
        return !Character.isISOControl(point)
                && Character.getType(point) != Character.SURROGATE
                && Character.getType(point) != Character.FORMAT
                && Character.getType(point) != Character.LINE_SEPARATOR
                && Character.getType(point) != Character.PARAGRAPH_SEPARATOR;
    }
}
