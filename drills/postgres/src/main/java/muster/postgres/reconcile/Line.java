package muster.postgres.reconcile;

import java.time.Instant;
import java.util.List;

/** A line in the journal of one reconciliation. Each is on the disk before the next step begins. */
public sealed interface Line {

    /**
     * Someone said which side wins.
     *
     * @param name the reconciliation's
     * @param incarnation which instance of the site it is done in
     * @param winner the server that stays as it is
     * @param loser the server that goes back to the fork
     * @param at when, by our clock
     * @param findings what was known then, seen from the loser
     * @param preconditions of a rewind, as they were then
     */
    record Begun(
            String name,
            String incarnation,
            String winner,
            String loser,
            Instant at,
            Findings findings,
            List<Precondition> preconditions)
            implements Line {
        /** Copies the list. */
        public Begun {
            preconditions = List.copyOf(preconditions);
        }
    }

    /** The salvage is on the disk. */
    record Salvaged(SalvageReport salvage) implements Line {}

    /**
     * A step is done.
     *
     * @param words what was done
     */
    record Done(Step step, String words) implements Line {}

    /**
     * The loser's data is about to be changed: from here on it may be neither its own nor the winner's.
     *
     * @param rewind true for pg_rewind, false for pg_basebackup
     * @param words why this way
     */
    record Returning(boolean rewind, String words) implements Line {}

    /** It was given up before anything but a salvage was done. */
    record Abandoned() implements Line {}

    /** All is done and verified. */
    record Closed(Verification verification) implements Line {}
}
