package muster.pages.picture;

import java.util.List;
import muster.engine.history.Op;
import muster.engine.report.Findings;
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
