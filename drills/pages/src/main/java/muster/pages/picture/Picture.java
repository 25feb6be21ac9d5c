package muster.pages.picture;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import muster.engine.history.Evidence.Harmed;
import muster.engine.history.Op;
import muster.engine.history.Prediction;
import muster.engine.history.Span;
import muster.engine.report.Findings;
import muster.engine.report.Findings.Gap;
import muster.engine.report.Findings.Stretch;
import muster.engine.report.Report;

/**
 * One picture of a run: a lane for each member, under it the latency of each call, under it acknowledged writes per second, on one time
 * axis whose zero is the injection.
 *
 * @param report the run
 * @param title what it shows, for those who cannot see it
 * @param fromNanos its left edge, since the run's zero
 * @param toNanos its right edge, since the run's zero
 */
public record Picture(Report report, String title, long fromNanos, long toNanos) {

    private static final double FAULT_BAR = 20;
    private static final double PANEL_TITLE = 26;
    private static final double AXIS = 40;
    private static final int NARROW = 500;
    private static final long SHORTEST_NANOS = 1_000_000_000;
    private static final double LABEL = 22;

    /** The whole run. */
    public static Picture ofRun(Report report) {
        Findings findings = report.findings();
        long from = LongStream.concat(
                        findings.lanes().stream()
                                .flatMap(lane -> lane.stretches().stream())
                                .mapToLong(Stretch::fromNanos),
                        report.evidence().ops().stream().mapToLong(Op::dueNanos))
                .min()
                .orElse(0);
        long to = Math.max(findings.endNanos(), from + SHORTEST_NANOS);
        return new Picture(report, "The run from its begin to its end", from, to);
    }

    /**
     * The longest time without acknowledged writes and what surrounds it; empty if it is not told from ordinary jitter, or if the picture
     * of the whole run shows it large enough.
     */
    public static Optional<Picture> ofOutage(Report report) {
        Picture run = ofRun(report);
        Optional<Span> outage = report.findings().gaps().stream()
                .filter(gap -> gap.of().equals("all") && gap.kind().equals("writes") && gap.window() != null)
                .map(Gap::window)
                .map(Objects::requireNonNull)
                .findFirst();
        if (outage.isEmpty()
                || outage.get().widthNanos() < Prediction.NO_GAP_LIMIT.toNanos()
                || outage.get().widthNanos() * 4 > run.toNanos() - run.fromNanos()) {
            return Optional.empty();
        }
        Span gap = outage.get();
        long margin = Math.max(gap.widthNanos() / 4, 20_000_000);
        return Optional.of(new Picture(
                report,
                "The longest time without an acknowledged write, enlarged",
                Math.max(run.fromNanos(), gap.fromNanos() - margin),
                Math.min(run.toNanos(), gap.toNanos() + margin)));
    }

    /**
     * The picture as one {@code svg} element.
     *
     * @param width in pixels at which it is read; under 500 it is made for a telephone
     * @param id unique within the page
     */
    public String draw(int width, String id) {
        boolean narrow = width < NARROW;
        List<Scene.Row> rows = Scene.rows(report);
        double left = narrow ? 50 : Math.clamp(Lanes.nameWidth(rows), 64, 110);
        TimeAxis axis = new TimeAxis(fromNanos, toNanos, report.findings().zeroNanos(), left, width - 10);
        Scene scene = new Scene(report, axis, id);
        Flags flags = new Flags(scene);
        Legend legend = new Legend(scene);
        double lanesTop = FAULT_BAR + flags.height() + 6;
        double lanesBottom = lanesTop + Lanes.height(rows.size());
        Box latency = new Box(left, lanesBottom + PANEL_TITLE, width - 10 - left, narrow ? 170 : 210);
        Box rate = new Box(left, latency.bottom() + PANEL_TITLE + 8, width - 10 - left, narrow ? 70 : 84);
        double height = rate.bottom() + AXIS + legend.height(width) + 4;

        Svg svg = new Svg();
        svg.open(
                "svg",
                "class",
                "picture",
                "role",
                "img",
                "viewBox",
                "0 0 %d %s".formatted(width, Svg.number(height)),
                "aria-labelledby",
                id + "-title " + id + "-desc");
        svg.words("title", title, "id", id + "-title");
        svg.words("desc", description(), "id", id + "-desc");
        svg.open("defs");
        List.of(Part.values()).forEach(part -> part.define(svg, id));
        svg.close();
        fault(svg, axis, rate.bottom());
        time(svg, axis, lanesTop, rate.bottom());
        flags.draw(svg, FAULT_BAR + 2, rate.bottom());
        new Lanes(scene, lanesTop).draw(svg);
        svg.text(
                left,
                latency.y() - 8,
                "panel",
                narrow ? "latency of each call" : "latency of each call, at the moment it was due");
        new Latencies(scene, latency).draw(svg);
        Throughput throughput = new Throughput(scene, rate);
        svg.text(left, rate.y() - 8, "panel", "acknowledged writes per second");
        throughput.draw(svg);
        legend.draw(svg, rate.bottom() + AXIS, width);
        return svg.close().toString();
    }

    private void fault(Svg svg, TimeAxis axis, double bottom) {
        Span fault = report.findings().fault();
        if (fault == null || fault.toNanos() < fromNanos || fault.fromNanos() > toNanos) {
            return;
        }
        double x = axis.x(fault.fromNanos());
        double width = Math.max(1, axis.x(fault.toNanos()) - x);
        svg.rectangle(x, 0, width, bottom, "class", "fault");
        svg.rectangle(x, 0, width, FAULT_BAR - 4, "class", "fault-bar");
        String words = faultWords();
        boolean inside = words.length() * 7 + 12 < width;
        double room = axis.right() - x - width;
        if (inside) {
            svg.text(x + 6, 12, "fault-label", words);
        } else if (words.length() * 7 + 6 < room) {
            svg.text(x + width + 6, 12, "fault-beside", words);
        } else {
            svg.text(x - 6, 12, "fault-beside end", words);
        }
    }

    private String faultWords() {
        String harms = report.evidence().harms().stream()
                .filter(harm -> harm.injected() != null)
                .collect(Collectors.groupingBy(
                        Harmed::fault,
                        LinkedHashMap::new,
                        Collectors.mapping(Harmed::member, Collectors.joining(", "))))
                .entrySet()
                .stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining("; "));
        return harms.isEmpty() ? "fault, inferred" : harms;
    }

    private static void time(Svg svg, TimeAxis axis, double top, double bottom) {
        for (TimeAxis.Tick tick : axis.ticks()) {
            String x = Svg.number(axis.x(tick.atNanos()));
            svg.leaf(
                    "line",
                    "x1",
                    x,
                    "x2",
                    x,
                    "y1",
                    Svg.number(top),
                    "y2",
                    Svg.number(bottom + 4),
                    "class",
                    tick.atNanos() == axis.zeroNanos() ? "rule zero" : "rule");
            boolean last = axis.x(tick.atNanos()) > axis.right() - LABEL;
            svg.text(
                    last ? axis.right() : axis.x(tick.atNanos()),
                    bottom + 18,
                    last ? "muted end" : "muted middle",
                    tick.label());
        }
    }

    private String description() {
        String lanes = Scene.rows(report).stream().map(Picture::parts).collect(Collectors.joining("; "));
        return "Three panels on one time axis that counts from %s. Parts played: %s. Beneath: the latency of %d calls on a logarithmic axis, and acknowledged writes per second. The tables that follow hold the same figures."
                .formatted(
                        report.findings().fault() == null ? "the begin of the run" : "the injection",
                        lanes.isEmpty() ? "no member was asked" : lanes,
                        report.evidence().ops().size());
    }

    private static String parts(Scene.Row row) {
        List<String> parts = new ArrayList<>();
        for (Stretch stretch : row.lane().stretches()) {
            String label = Part.of(stretch.state()).label(row.words());
            if (parts.isEmpty() || !parts.getLast().equals(label)) {
                parts.add(label);
            }
        }
        return row.name() + " " + String.join(", then ", parts);
    }
}
