package muster.pages.picture;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import muster.engine.history.Op;
import muster.engine.report.Findings.Stretch;

/** What the patterns and marks stand for: only those that the picture holds. */
final class Legend {

    private static final double ROW = 20;
    private static final double LETTER = 6.8;
    private static final double SWATCH = 22;
    private static final double SPACE = 14;

    private final Scene scene;

    /** One entry; draws its swatch into the box. */
    private record Item(String label, Swatch swatch) {}

    private interface Swatch {
        void draw(Svg svg, Box box);
    }

    Legend(Scene scene) {
        this.scene = scene;
    }

    /** How high it is between the picture's edges. */
    double height(double width) {
        return lines(width).size() * ROW;
    }

    void draw(Svg svg, double top, double width) {
        double y = top;
        for (List<Item> line : lines(width)) {
            double x = 0;
            for (Item item : line) {
                item.swatch().draw(svg, new Box(x, y + 3, SWATCH - 6, 12));
                svg.text(x + SWATCH, y + 13, "muted", item.label());
                x += width(item);
            }
            y += ROW;
        }
    }

    private List<List<Item>> lines(double width) {
        List<List<Item>> lines = new ArrayList<>();
        double used = width;
        for (Item item : items()) {
            if (lines.isEmpty() || used + width(item) > width) {
                lines.add(new ArrayList<>());
                used = 0;
            }
            lines.getLast().add(item);
            used += width(item);
        }
        return lines;
    }

    /** Three marks: one small circle alone is hard to find. */
    private static void mark(Svg svg, Box box, Latencies.Mark mark) {
        Dots dots = new Dots();
        boolean small = mark.shape() == Dots.Shape.CIRCLE;
        for (int i = small ? -1 : 0; i <= (small ? 1 : 0); i++) {
            dots.add(box.x() + box.width() / 2 + 5 * i, box.y() + box.height() / 2 - 3 * (i & 1));
        }
        svg.path(dots.path(mark.shape()), "dots " + mark.css());
    }

    private static double width(Item item) {
        return SWATCH + item.label().length() * LETTER + SPACE;
    }

    private List<Item> items() {
        List<Item> items = new ArrayList<>();
        Map<Part, Set<String>> parts = new EnumMap<>(Part.class);
        for (Scene.Row row : scene.rows()) {
            row.lane().stretches().stream()
                    .map(Stretch::state)
                    .map(Part::of)
                    .forEach(part -> parts.computeIfAbsent(part, none -> new LinkedHashSet<>())
                            .add(part.label(row.words())));
        }
        parts.forEach((part, labels) ->
                items.add(new Item(String.join(" or ", labels), (svg, box) -> part.draw(svg, scene.id(), box))));
        Set<Latencies.Mark> marks = EnumSet.noneOf(Latencies.Mark.class);
        for (Op call : scene.calls()) {
            marks.add(Latencies.Mark.of(call));
        }
        for (Latencies.Mark mark : marks) {
            items.add(new Item(mark.label(), (svg, box) -> mark(svg, box, mark)));
        }
        if (scene.findings().fault() != null) {
            items.add(new Item(
                    "fault",
                    (svg, box) -> svg.rectangle(box.x(), box.y(), box.width(), box.height(), "class", "fault")));
        }
        return items;
    }
}
