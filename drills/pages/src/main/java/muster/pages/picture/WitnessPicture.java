package muster.pages.picture;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import muster.engine.history.Op;
import muster.engine.history.Outcome;
import muster.engine.report.Findings;
import muster.engine.report.Findings.Judged;
import muster.engine.report.Report;

/**
 * The calls that prove a violation, each as a bar from the moment it was sent to the moment its client knew its outcome. A call whose
 * outcome was never known has no right end.
 *
 * @param report the run
 * @param calls the calls, in the order in which they were sent
 */
public record WitnessPicture(Report report, List<Op> calls) {

    private static final int MOST_CALLS = 24;
    private static final double PITCH = 36;
    private static final double MARGIN = 12;
    private static final Pattern NUMBERED = Pattern.compile("\\b(?:call|write) (\\d+)\\b");

    /** The calls that the witnesses of broken checks name, and those whose writes were lost; the first 24 of them. */
    public static WitnessPicture of(Report report) {
        Findings findings = report.findings();
        Set<Long> named = Stream.concat(
                        findings.verdicts().stream()
                                .map(Judged::witness)
                                .flatMap(List::stream)
                                .flatMap(
                                        line -> NUMBERED.matcher(line).results().map(WitnessPicture::number)),
                        findings.accounts().lostOps().stream())
                .collect(Collectors.toSet());
        List<Op> calls = report.evidence().ops().stream()
                .filter(op -> named.contains(op.id()))
                .sorted(Comparator.comparingLong(Op::sentNanos))
                .limit(MOST_CALLS)
                .toList();
        return new WitnessPicture(report, calls);
    }

    private static Long number(MatchResult match) {
        return Long.valueOf(match.group(1));
    }

    /** True if no call is named. */
    public boolean isEmpty() {
        return calls.isEmpty();
    }

    /** The picture as one {@code svg} element; as for {@link Picture#draw}. */
    public String draw(int width, String id) {
        long from = calls.stream().mapToLong(Op::sentNanos).min().orElseThrow();
        long last = calls.stream().mapToLong(WitnessPicture::knownNanos).max().orElseThrow();
        long margin = Math.max(1_000_000, (last - from) / 20);
        TimeAxis axis =
                new TimeAxis(from - margin, last + margin, report.findings().zeroNanos(), MARGIN, width - MARGIN);
        double bottom = calls.size() * PITCH + 8;
        Svg svg = new Svg();
        svg.open(
                "svg",
                "class",
                "picture",
                "role",
                "img",
                "viewBox",
                "0 0 %d %s".formatted(width, Svg.number(bottom + 30)),
                "aria-labelledby",
                id + "-title " + id + "-desc");
        svg.words("title", "The calls that prove the violation", "id", id + "-title");
        svg.words("desc", calls.stream().map(this::words).collect(Collectors.joining("; ")), "id", id + "-desc");
        for (TimeAxis.Tick tick : axis.ticks()) {
            String x = Svg.number(axis.x(tick.atNanos()));
            svg.leaf("line", "x1", x, "x2", x, "y1", "0", "y2", Svg.number(bottom), "class", "rule");
            svg.text(axis.x(tick.atNanos()), bottom + 16, "muted middle", tick.label());
        }
        double y = 0;
        for (Op call : calls) {
            bar(svg, axis, call, y);
            y += PITCH;
        }
        return svg.close().toString();
    }

    private void bar(Svg svg, TimeAxis axis, Op call, double y) {
        double x = axis.x(call.sentNanos());
        boolean open = call.returnNanos() == Long.MAX_VALUE;
        double end = axis.x(call.returnNanos());
        String words = words(call);
        boolean fits = x + words.length() * 6.6 < axis.right();
        svg.text(fits ? x : axis.right(), y + 15, fits ? "" : "end", words);
        svg.rectangle(
                x,
                y + 20,
                Math.max(2, end - x),
                11,
                "class",
                "call " + Latencies.Mark.of(call).css());
        if (open) {
            svg.path("M%s %sl5 5.5l-5 5.5".formatted(Svg.number(end), Svg.number(y + 20)), "open-end");
        }
    }

    /** The last moment at which something is known of the call. */
    private static long knownNanos(Op call) {
        return call.returnNanos() == Long.MAX_VALUE ? call.sentNanos() : call.returnNanos();
    }

    private String words(Op call) {
        String asked = call.mutates() ? "%s := %s".formatted(call.key(), call.argument()) : "read " + call.key();
        return "call %d, client %d: %s %s".formatted(call.id(), call.client(), asked, answer(call));
    }

    private static String answer(Op call) {
        return switch (call.settled()) {
            case Outcome.Acked acked -> call.mutates() ? "acknowledged" : "→ " + acked.value();
            case Outcome.AckedLocally acked -> call.mutates() ? "acknowledged, locally" : "→ " + acked.value();
            case Outcome.Refused refused -> "refused";
            case Outcome.Unknown unknown -> "unknown";
        };
    }
}
