package muster.engine.report;

import muster.engine.drill.Drill;
import muster.engine.history.Evidence;

/** Works out what evidence means. A pure function: the same evidence gives the same report, on any machine, years later. */
public final class Reporter {

    private Reporter() {}

    /** The report on one run. */
    public static Report report(Drill drill, Evidence evidence) {
        throw new UnsupportedOperationException();
    }
}
