package muster.pages.picture;

import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import muster.engine.history.Op;

/** Acknowledged writes per second, counted when they were acknowledged. */
final class Throughput {

    private static final double BAR_PIXELS = 6;
    private static final int WRITES_PER_BAR = 10;
    private static final int MOST_TICKS = 3;
    private static final double MILLION = 1e6;

    private final Scene scene;
    private final Box box;
    private final long barNanos;

    Throughput(Scene scene, Box box) {
        this.scene = scene;
        this.box = box;
        long spacing = Math.max(0, scene.findings().instrument().writeSpacingNanos());
        this.barNanos = TimeAxis.step(Math.max(scene.axis().nanos(BAR_PIXELS), spacing * WRITES_PER_BAR));
    }

    void draw(Svg svg) {
        SortedMap<Long, Long> counts = counts();
        if (counts.isEmpty()) {
            svg.text(box.x(), box.y() + 16, "muted", "No write was acknowledged.");
            return;
        }
        double highest =
                counts.values().stream().mapToLong(Long::longValue).max().orElseThrow() * 1e9 / barNanos;
        double step = TimeAxis.step((long) Math.ceil(highest / MOST_TICKS * MILLION)) / MILLION;
        double top = Math.ceil(highest / step) * step;
        for (double rate = 0; rate <= top; rate += step) {
            double y = box.bottom() - rate / top * box.height();
            svg.leaf(
                    "line",
                    "x1",
                    Svg.number(box.x()),
                    "x2",
                    Svg.number(box.right()),
                    "y1",
                    Svg.number(y),
                    "y2",
                    Svg.number(y),
                    "class",
                    "rule");
            svg.text(box.x() - 8, y + 4, "muted end", rate(rate));
        }
        StringBuilder bars = new StringBuilder();
        counts.forEach((bar, count) -> {
            double left = scene.axis().x(scene.fromInjection(bar * barNanos));
            double right = scene.axis().x(scene.fromInjection((bar + 1) * barNanos));
            double height = count * 1e9 / barNanos / top * box.height();
            bars.append("M%s %sh%sv-%sh-%sz"
                    .formatted(
                            Svg.number(left),
                            Svg.number(box.bottom()),
                            Svg.number(Math.max(1, right - left - 1)),
                            Svg.number(height),
                            Svg.number(Math.max(1, right - left - 1))));
        });
        svg.path(bars.toString(), "rate");
    }

    private SortedMap<Long, Long> counts() {
        SortedMap<Long, Long> counts = new TreeMap<>();
        for (Op op : scene.report().evidence().ops()) {
            if (op.mutates() && op.outcome().acknowledged() && scene.axis().shows(op.doneNanos())) {
                counts.merge(Math.floorDiv(op.doneNanos() - scene.findings().zeroNanos(), barNanos), 1L, Long::sum);
            }
        }
        return counts;
    }

    private static String rate(double perSecond) {
        return perSecond == Math.rint(perSecond)
                ? Long.toString((long) perSecond)
                : String.format(Locale.ROOT, "%.1f", perSecond);
    }
}
