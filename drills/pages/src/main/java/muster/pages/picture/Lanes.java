package muster.pages.picture;

import java.util.List;
import muster.engine.history.StoreWords;
import muster.engine.report.Findings.Stretch;

/** A lane for each member, with the part it played over time. */
final class Lanes {

    private static final double BAR = 22;
    private static final double PITCH = 28;
    private static final double LETTER = 6.8;
    private static final double BOLD_LETTER = 8.2;

    private final Scene scene;
    private final double top;

    Lanes(Scene scene, double top) {
        this.scene = scene;
        this.top = top;
    }

    /** How much room the names need at most. */
    static double nameWidth(List<Scene.Row> rows) {
        return rows.stream().mapToInt(row -> row.name().length()).max().orElse(0) * BOLD_LETTER + 8;
    }

    /** How high the lanes of that many members are. */
    static double height(int members) {
        return Math.max(1, members) * PITCH;
    }

    void draw(Svg svg) {
        List<Scene.Row> rows = scene.rows();
        if (rows.isEmpty()) {
            svg.text(scene.axis().left(), top + 16, "muted", "No member was asked.");
        }
        double y = top;
        for (Scene.Row row : rows) {
            svg.words(
                    "text",
                    shortened(row.name()),
                    "x",
                    Svg.number(scene.axis().left() - 8),
                    "y",
                    Svg.number(y + 16),
                    "class",
                    "name end");
            svg.leaf(
                    "line",
                    "x1",
                    Svg.number(scene.axis().left()),
                    "x2",
                    Svg.number(scene.axis().right()),
                    "y1",
                    Svg.number(y + BAR / 2),
                    "y2",
                    Svg.number(y + BAR / 2),
                    "class",
                    "rule");
            for (Stretch stretch : row.lane().stretches()) {
                bar(svg, stretch, row.words(), y);
            }
            y += PITCH;
        }
    }

    private void bar(Svg svg, Stretch stretch, StoreWords words, double y) {
        if (stretch.toNanos() < scene.axis().fromNanos()
                || stretch.fromNanos() > scene.axis().toNanos()) {
            return;
        }
        double x = scene.axis().x(stretch.fromNanos());
        double width = Math.max(1, scene.axis().x(stretch.toNanos()) - x);
        Part part = Part.of(stretch.state());
        part.draw(svg, scene.id(), new Box(x, y, width, BAR));
        String plain = part.label(words);
        String label = stretch.term() > 0 && part == Part.LEADER
                ? "%s, %s %d".formatted(plain, words.term(), stretch.term())
                : plain;
        String fitting = label.length() * LETTER + 10 <= width ? label : plain;
        if (fitting.length() * LETTER + 10 <= width) {
            svg.text(x + 6, y + 15.5, "part " + part.css(), fitting);
        }
    }

    private String shortened(String name) {
        int most = (int) ((scene.axis().left() - 8) / BOLD_LETTER);
        return name.length() <= most ? name : name.substring(0, Math.max(1, most - 1)) + "…";
    }
}
