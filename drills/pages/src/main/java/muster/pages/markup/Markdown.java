package muster.pages.markup;

import java.util.List;
import java.util.stream.Collectors;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** Markdown as CommonMark 0.31 with the tables of GitHub: text put into it, and HTML made from it. */
public final class Markdown {

    private static final String MARKUP = "\\`*_{}[]<>#|~&";

    private static final int LOWEST_HEADING = 6;

    private static final Parser PARSER =
            Parser.builder().extensions(List.of(TablesExtension.create())).build();

    private static final HtmlRenderer RENDERER = HtmlRenderer.builder()
            .extensions(List.of(TablesExtension.create()))
            .escapeHtml(true)
            .sanitizeUrls(true)
            .build();

    private Markdown() {}

    /** Text that Markdown shows as it is, on one line: markup is escaped, line ends and control characters become spaces. */
    public static String escape(String text) {
        return text.codePoints()
                .mapToObj(point -> {
                    if (Character.isISOControl(point)) {
                        return " ";
                    }
                    return MARKUP.indexOf(point) >= 0 ? "\\" + Character.toString(point) : Character.toString(point);
                })
                .collect(Collectors.joining());
    }

    /** Code between fences that its content cannot close. */
    public static String fence(String language, String code) {
        String fence = "```";
        while (code.contains(fence)) {
            fence += "`";
        }
        return fence + language + "\n" + code.stripTrailing() + "\n" + fence;
    }

    /**
     * The text as HTML, for a place under a heading of the third level: headings within the text come below it. HTML inside it is shown,
     * not used; a link leads to nothing but web and mail addresses and relative paths.
     */
    public static String prose(String markdown) {
        Node text = PARSER.parse(markdown);
        text.accept(new AbstractVisitor() {
            @Override
            public void visit(Heading heading) {
                heading.setLevel(Math.min(LOWEST_HEADING, heading.getLevel() + 3));
                visitChildren(heading);
            }
        });
        return Xml.legal(RENDERER.render(text));
    }
}
