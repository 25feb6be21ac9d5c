package muster.pages.markup;

/** Text as it may stand in XML 1.0 and in HTML, between tags and between quotes. */
public final class Xml {

    private static final int REPLACEMENT = 0xFFFD;

    private Xml() {}

    /** Escapes markup, and makes every character {@link #legal}. */
    public static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(point -> {
            switch (point) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(legal(point));
            }
        });
        return escaped.toString();
    }

    /**
     * Replaces each character that XML 1.0 forbids (section 2.2: most control characters, lone surrogates) by U+FFFD: an error text from
     * a server may hold any of them, and one would make the whole file unreadable. So it does with the characters that change the order
     * of those around them (UAX 9, explicit directional formatting): a command to type must read as it is.
     */
    public static String legal(String text) {
        StringBuilder legal = new StringBuilder(text.length());
        text.codePoints().forEach(point -> legal.appendCodePoint(legal(point)));
        return legal.toString();
    }

    private static int legal(int point) {
        boolean allowed = point == '\t'
                || point == '\n'
                || point == '\r'
                || (point >= 0x20 && point <= 0xD7FF)
                || (point >= 0xE000 && point <= 0xFFFD)
                || point >= 0x10000;
        boolean reorders = (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
        return allowed && !reorders ? point : REPLACEMENT;
    }
}
