package muster.cli.screen;

/**
 * Colour and weight, which help and are never needed: without them the text is the same.
 *
 * @param on false to print plain text
 */
public record Style(boolean on) {

    /** Good news. */
    public String good(String text) {
        return paint("32", text);
    }

    /** Bad news. */
    public String bad(String text) {
        return paint("1;31", text);
    }

    /** News that do not tell. */
    public String doubtful(String text) {
        return paint("33", text);
    }

    /** What is to be seen first. */
    public String strong(String text) {
        return paint("1", text);
    }

    /** What can be overlooked. */
    public String faint(String text) {
        return paint("2", text);
    }

    /** A verdict's word in its colour. */
    public String verdict(String word) {
        return switch (word) {
            case "holds" -> good("holds");
            case "broken" -> bad("BROKEN");
            default -> doubtful(word);
        };
    }

    private String paint(String code, String text) {
        return on ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
