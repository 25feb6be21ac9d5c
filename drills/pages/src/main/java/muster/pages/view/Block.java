package muster.pages.view;

import java.util.List;

/** One piece of a section. Each kind's component has a name of its own, by which templates tell them apart. */
public sealed interface Block {

    /** A text. */
    record Paragraph(String paragraph) implements Block {}

    /** A table. */
    record Shown(Table table) implements Block {}

    /** A table that is shown on demand, where the format can. */
    record Folded(Table folded) implements Block {}

    /** A list. */
    record Lines(List<String> lines) implements Block {}

    /** A file's text. */
    record Quoted(Code code) implements Block {}

    /** Files that lie beside the page. */
    record Linked(List<Link> links) implements Block {}

    /** A picture; formats without pictures leave it out. */
    record Drawn(Figure figure) implements Block {}

    /** A text with Markdown in it, under a heading of its own. */
    record Marked(Fact markdown) implements Block {}

    /**
     * A file's text.
     *
     * @param title what it is
     * @param language for the fence; may be empty
     * @param text its content
     */
    record Code(String title, String language, String text) {}

    /**
     * A file beside the page.
     *
     * @param file its name
     * @param text what it holds
     */
    record Link(String file, String text) {}

    /** Pictures that a format may draw. */
    enum Figure {
        /** The longest time without writes, enlarged. */
        OUTAGE,
        /** The calls that prove a violation. */
        WITNESS
    }
}
