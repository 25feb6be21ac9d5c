package muster.engine.check;

import muster.engine.history.Evidence;

/** What must be true of a run. Each is a pure function of the evidence. */
public sealed interface Check
        permits WriteGap,
                LostWrites,
                LossesSalvaged,
                Linearizable,
                Elections,
                WritesStop,
                LocalReadsAnswer,
                StaleLocalReads,
                FaultBites,
                RedundancyReturns {

    /** Its word in a drill. */
    String word();

    /** What it allows, in words. */
    String allows();

    /**
     * Judges.
     *
     * @return never fails: what cannot be judged is undecided, with its reason
     */
    Verdict judge(Evidence evidence);
}
