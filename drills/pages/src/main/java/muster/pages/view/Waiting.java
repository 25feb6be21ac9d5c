package muster.pages.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import muster.engine.check.Quantities;
import muster.engine.history.Span;
import muster.engine.report.Findings;
import muster.engine.report.Findings.Gap;
import muster.engine.report.Findings.LongestCall;
import muster.engine.report.Findings.Traffic;
import muster.engine.report.Report;

/** How long clients waited: without any acknowledgement, and for one call. */
final class Waiting {

    private final Findings findings;

    Waiting(Report report) {
        this.findings = report.findings();
    }

    List<Section> sections() {
        return List.of(
                new Section("gaps", "Longest time without an acknowledgement", gaps()),
                new Section("calls", "Calls", calls()));
    }

    private List<Block> gaps() {
        if (findings.gaps().isEmpty()) {
            return List.of(new Block.Paragraph("No calls were sent, so nothing was measured."));
        }
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Paragraph(
                "From the last acknowledgement before to the first one after, widened by our own stalls at both ends."
                        + " Reads and writes apart; a client or endpoint may wait longer than all of them together."));
        blocks.add(new Block.Shown(gaps("Over all", "all")));
        Table endpoints = gaps("For each endpoint", "endpoint");
        if (!endpoints.rows().isEmpty()) {
            blocks.add(new Block.Shown(endpoints));
        }
        Table clients = gaps("For each client", "client");
        if (!clients.rows().isEmpty()) {
            blocks.add(new Block.Shown(clients));
        }
        return blocks;
    }

    private Table gaps(String caption, String of) {
        Table.Builder table = new Table.Builder(
                caption,
                Column.words("Of"),
                Column.words("Kind"),
                Column.figures("At least"),
                Column.figures("At most"),
                Column.figures("Began"),
                Column.figures("Attempts within"));
        for (Gap gap : findings.gaps()) {
            if (!gap.of().startsWith(of)) {
                continue;
            }
            boolean told = gap.undecided() == null;
            Span window = gap.window();
            table.row(
                    table.cell(0, gap.of(), "", ""),
                    table.cell(1, gap.kind(), Objects.requireNonNullElse(gap.undecided(), ""), ""),
                    table.cell(2, window == null ? "undecided" : Quantities.length(gap.leastNanos()), "", "figure"),
                    table.cell(3, told ? Quantities.length(gap.mostNanos()) : "undecided", "", "figure"),
                    table.cell(4, window == null ? "–" : began(window), "", "figure"),
                    table.cell(5, Quantities.grouped(gap.attempts()), "", "figure"));
        }
        return table.build();
    }

    private String began(Span window) {
        return Quantities.moment(window.fromNanos() - findings.zeroNanos());
    }

    private List<Block> calls() {
        List<Block> blocks = new ArrayList<>();
        LongestCall longest = findings.longestCall();
        blocks.add(new Block.Paragraph(
                longest == null
                        ? "No call ended, so there is no longest one."
                        : "The longest single call took %s: a %s at %s, number %d, %s."
                                .formatted(
                                        Quantities.length(longest.latencyNanos()),
                                        longest.kind(),
                                        longest.endpoint(),
                                        longest.op(),
                                        longest.outcome())));
        String doubt = findings.facts().latencyDoubt();
        if (doubt != null) {
            blocks.add(new Block.Paragraph(
                    "Not valid as latencies: %s. Gaps without a leader are made of timers, not of writes to a disk, and stand."
                            .formatted(doubt)));
        }
        Table.Builder table = new Table.Builder(
                "",
                Column.words("Kind"),
                Column.figures("Sent"),
                Column.figures("Acknowledged"),
                Column.figures("Refused"),
                Column.figures("Unknown"),
                Column.figures("Median"),
                Column.figures("p99"));
        for (Traffic traffic : findings.traffic()) {
            table.row(
                    traffic.kind(),
                    Quantities.grouped(traffic.sent()),
                    Quantities.grouped(traffic.acknowledged()),
                    Quantities.grouped(traffic.refused()),
                    Quantities.grouped(traffic.unknown()),
                    Quantities.length(traffic.medianNanos()),
                    Quantities.length(traffic.p99Nanos()));
        }
        Table traffic = table.build();
        if (!traffic.rows().isEmpty()) {
            blocks.add(new Block.Shown(traffic));
        }
        return blocks;
    }
}
