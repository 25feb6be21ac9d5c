package muster.pages.picture;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import muster.pages.markup.Xml;

/** Writes one SVG element after the other. Every attribute and text is escaped. */
final class Svg {

    private final StringBuilder out = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    /**
     * Begins an element.
     *
     * @param attributes names and values in turn
     */
    Svg open(String element, String... attributes) {
        tag(element, attributes).append(">");
        open.push(element);
        return this;
    }

    /** Ends the element that was begun last. */
    Svg close() {
        out.append("</").append(open.pop()).append(">\n");
        return this;
    }

    /** An element without content. */
    Svg leaf(String element, String... attributes) {
        tag(element, attributes).append("/>\n");
        return this;
    }

    /** An element that holds a text. */
    Svg words(String element, String content, String... attributes) {
        tag(element, attributes).append(">").append(Xml.escape(content));
        out.append("</").append(element).append(">\n");
        return this;
    }

    Svg text(double x, double y, String css, String content) {
        return words("text", content, "x", number(x), "y", number(y), "class", css);
    }

    Svg rectangle(double x, double y, double width, double height, String... more) {
        String[] attributes = {"x", number(x), "y", number(y), "width", number(width), "height", number(height)};
        String[] all = new String[attributes.length + more.length];
        System.arraycopy(attributes, 0, all, 0, attributes.length);
        System.arraycopy(more, 0, all, attributes.length, more.length);
        return leaf("rect", all);
    }

    Svg path(String data, String css) {
        return data.isEmpty() ? this : leaf("path", "d", data, "class", css);
    }

    /** A coordinate with at most one decimal: a tenth of a pixel is finer than any screen. */
    static String number(double value) {
        double rounded = Math.round(value * 10) / 10.0;
        if (rounded == Math.rint(rounded)) {
            return Long.toString((long) rounded);
        }
        return String.format(Locale.ROOT, "%.1f", rounded);
    }

    @Override
    public String toString() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("not closed: " + open);
        }
        return out.toString();
    }

    private StringBuilder tag(String element, String... attributes) {
        out.append('<').append(element);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            out.append(Xml.escape(attributes[i + 1])).append('"');
        }
        return out;
    }
}
