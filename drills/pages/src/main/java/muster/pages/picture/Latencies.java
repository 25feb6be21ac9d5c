package muster.pages.picture;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import muster.engine.history.Op;
import muster.engine.history.Outcome;

/** A mark for each call: when it was due from left to right, how long its client waited from bottom to top. */
final class Latencies {

    private final Scene scene;
    private final Box box;

    /** How a call ended, as it is drawn. */
    enum Mark {
        READ("acknowledged read", "acked read", Dots.Shape.CIRCLE),
        WRITE("acknowledged write", "acked write", Dots.Shape.CIRCLE),
        REFUSED("refused", "refused", Dots.Shape.CROSS),
        UNKNOWN("unknown", "unknown", Dots.Shape.TRIANGLE);

        private final String label;
        private final String css;
        private final Dots.Shape shape;

        Mark(String label, String css, Dots.Shape shape) {
            this.label = label;
            this.css = css;
            this.shape = shape;
        }

        static Mark of(Op op) {
            return switch (op.outcome()) {
                case Outcome.Acked acked -> op.mutates() ? WRITE : READ;
                case Outcome.AckedLocally acked -> op.mutates() ? WRITE : READ;
                case Outcome.Refused refused -> REFUSED;
                case Outcome.Unknown unknown -> UNKNOWN;
            };
        }

        String label() {
            return label;
        }

        String css() {
            return css;
        }

        Dots.Shape shape() {
            return shape;
        }
    }

    Latencies(Scene scene, Box box) {
        this.scene = scene;
        this.box = box;
    }

    void draw(Svg svg) {
        List<Op> calls = scene.calls();
        if (calls.isEmpty()) {
            svg.text(box.x(), box.y() + 16, "muted", "No calls were sent.");
            return;
        }
        long least = calls.stream().mapToLong(scene::latencyNanos).min().orElseThrow();
        long most = calls.stream().mapToLong(scene::latencyNanos).max().orElseThrow();
        LatencyAxis axis = LatencyAxis.over(least, most, box.y(), box.bottom());
        for (long tick : axis.ticks()) {
            String y = Svg.number(axis.y(tick));
            svg.leaf(
                    "line",
                    "x1",
                    Svg.number(box.x()),
                    "x2",
                    Svg.number(box.right()),
                    "y1",
                    y,
                    "y2",
                    y,
                    "class",
                    "rule");
            svg.text(box.x() - 8, axis.y(tick) + 4, "muted end", LatencyAxis.label(tick));
        }
        Map<Mark, Dots> dots = new EnumMap<>(Mark.class);
        for (Op call : calls) {
            dots.computeIfAbsent(Mark.of(call), mark -> new Dots())
                    .add(scene.axis().x(call.dueNanos()), axis.y(scene.latencyNanos(call)));
        }
        dots.forEach((mark, marked) -> svg.path(marked.path(mark.shape()), "dots " + mark.css()));
    }
}
