package muster.postgres.reconcile;

/** Hears how a reconciliation goes. */
public interface Progress {

    /** A step begins. */
    void begins(Step step);

    /** A step is done, and in the journal. */
    void done(Step step, String words);
}
