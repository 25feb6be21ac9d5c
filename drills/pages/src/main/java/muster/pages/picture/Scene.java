package muster.pages.picture;

import java.util.ArrayList;
import java.util.List;
import muster.engine.history.Op;
import muster.engine.history.StoreWords;
import muster.engine.report.Findings;
import muster.engine.report.Findings.Lane;
import muster.engine.report.Report;

/**
 * What one picture shows, and where.
 *
 * @param report the run
 * @param axis its time axis
 * @param id begins every identifier within the picture, so that several fit on a page
 */
record Scene(Report report, TimeAxis axis, String id) {

    /** What the run means. */
    Findings findings() {
        return report.findings();
    }

    /** A lane, with the name that it is drawn under and the words of its store. */
    record Row(String name, StoreWords words, Lane lane) {}

    /** The lanes from above to below, those of what was watched beside last. */
    List<Row> rows() {
        return rows(report);
    }

    /** The lanes of a picture. */
    static List<Row> rows(Report report) {
        Findings findings = report.findings();
        StoreWords words = StoreWords.of(findings.facts().store());
        List<Row> rows = new ArrayList<>();
        findings.lanes().forEach(lane -> rows.add(new Row(lane.member(), words, lane)));
        for (Findings.Beside beside : findings.beside()) {
            String kind = beside.store().equals("etcd") ? "etcd" : "API";
            beside.lanes()
                    .forEach(lane -> rows.add(
                            new Row("%s %s".formatted(kind, lane.member()), StoreWords.of(beside.store()), lane)));
        }
        return rows;
    }

    /** The calls that were due while the picture lasts. */
    List<Op> calls() {
        return report.evidence().ops().stream()
                .filter(op -> axis.shows(op.dueNanos()))
                .toList();
    }

    /** How long a call's client waited; for a call whose end is not known, until the end of the run. */
    long latencyNanos(Op op) {
        return Math.max(0, Math.min(op.doneNanos(), findings().endNanos()) - op.dueNanos());
    }

    /** A moment that counts from the run's zero, for one that counts from the injection. */
    long fromInjection(long nanos) {
        return findings().zeroNanos() + nanos;
    }
}
