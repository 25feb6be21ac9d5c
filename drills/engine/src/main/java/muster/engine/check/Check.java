package muster.engine.check;

import java.util.Optional;
import muster.engine.history.Evidence;

/** What must be true of a run. Each is a pure function of the evidence. */
public sealed interface Check
        permits WriteGap,
                LostWrites,
                LostWritesBeside,
                LossesSalvaged,
                BackToSnapshot,
                Linearizable,
                Elections,
                WritesStop,
                LocalReadsAnswer,
                LocalReadGap,
                StaleLocalReads,
                StalenessBound,
                SessionGuarantees,
                BrokenGuarantees,
                ElementsStay,
                Bank,
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

    /** What it counted; empty if its verdict's own line holds all of it. */
    default Optional<Counts> counts(Evidence evidence) {
        return Optional.empty();
    }
}
