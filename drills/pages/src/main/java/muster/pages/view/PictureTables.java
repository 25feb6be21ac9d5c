package muster.pages.view;

import java.util.TreeMap;
import muster.engine.check.Quantities;
import muster.engine.history.Op;
import muster.engine.history.Outcome;
import muster.engine.report.Findings;
import muster.engine.report.Findings.Lane;
import muster.engine.report.Findings.Stretch;
import muster.engine.report.Report;

/** The picture's content for those who cannot see it. */
final class PictureTables {

    private static final int MOST_ROWS = 40;
    private static final long SECOND = 1_000_000_000L;

    private PictureTables() {}

    /** Calls of one stretch of time. */
    private static final class Tally {
        private long writes;
        private long reads;
        private long refused;
        private long unknown;
        private long slowestNanos;
    }

    /** Each member's part over time. */
    static Table stretches(Report report) {
        Findings findings = report.findings();
        Table.Builder table = new Table.Builder(
                "Each member's part over time",
                Column.words("Member"),
                Column.words("Part"),
                Column.figures("Term"),
                Column.figures("From"),
                Column.figures("To"));
        findings.lanes().forEach(lane -> stretches(table, lane.member(), lane, findings.zeroNanos()));
        for (Findings.Beside beside : findings.beside()) {
            beside.lanes()
                    .forEach(lane -> stretches(
                            table, "%s %s".formatted(beside.store(), lane.member()), lane, findings.zeroNanos()));
        }
        return table.build();
    }

    private static void stretches(Table.Builder table, String name, Lane lane, long zeroNanos) {
        for (Stretch stretch : lane.stretches()) {
            table.row(
                    name,
                    stretch.state().replace('-', ' '),
                    stretch.term() > 0 ? Long.toString(stretch.term()) : "–",
                    Quantities.moment(stretch.fromNanos() - zeroNanos),
                    Quantities.moment(stretch.toNanos() - zeroNanos));
        }
    }

    /** Calls by the time at which they were due. */
    static Table seconds(Report report) {
        Findings findings = report.findings();
        long bin = SECOND * Math.max(1, Math.ceilDiv(findings.endNanos(), SECOND * MOST_ROWS));
        TreeMap<Long, Tally> tallies = new TreeMap<>();
        for (Op op : report.evidence().ops()) {
            long at = Math.floorDiv(op.dueNanos() - findings.zeroNanos(), bin);
            count(tallies.computeIfAbsent(at, key -> new Tally()), op, findings.endNanos());
        }
        Table.Builder table = new Table.Builder(
                "Calls by the time at which they were due",
                Column.figures("From"),
                Column.figures("Writes acknowledged"),
                Column.figures("Reads acknowledged"),
                Column.figures("Refused"),
                Column.figures("Unknown"),
                Column.figures("Slowest"));
        tallies.forEach((at, tally) -> table.row(
                "%d s".formatted(at * (bin / SECOND)),
                Quantities.grouped(tally.writes),
                Quantities.grouped(tally.reads),
                Quantities.grouped(tally.refused),
                Quantities.grouped(tally.unknown),
                Quantities.length(tally.slowestNanos)));
        return table.build();
    }

    private static void count(Tally tally, Op op, long endNanos) {
        tally.slowestNanos = Math.max(tally.slowestNanos, Math.min(op.doneNanos(), endNanos) - op.dueNanos());
        switch (op.outcome()) {
            case Outcome.Acked acked -> acknowledged(tally, op);
            case Outcome.AckedLocally acked -> acknowledged(tally, op);
            case Outcome.Refused refused -> tally.refused++;
            case Outcome.Unknown unknown -> tally.unknown++;
        }
    }

    private static void acknowledged(Tally tally, Op op) {
        if (op.mutates()) {
            tally.writes++;
        } else {
            tally.reads++;
        }
    }
}
