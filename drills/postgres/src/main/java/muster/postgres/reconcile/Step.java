package muster.postgres.reconcile;

/** What is done to reconcile, in this order. Each can be repeated, and each is in the journal when it is done. */
public enum Step {
    /** Every row that a rewind throws away is put on the disk, while both servers run. Nothing is changed before that. */
    SALVAGE("salvage"),
    /** The losing server is stopped in order. */
    STOP("stop"),
    /** A whole copy of its data is kept. */
    KEEP("keep"),
    /** The stopped server is read once more: what was committed after the salvage is salvaged as well. */
    SETTLE("settle"),
    /** Its data becomes the winner's, by pg_rewind or else by pg_basebackup. */
    RETURN("return"),
    /** It starts as the winner's standby. */
    FOLLOW("follow"),
    /** Both are compared. */
    VERIFY("verify");

    private final String word;

    Step(String word) {
        this.word = word;
    }

    /** In a list: "salvage". */
    public String word() {
        return word;
    }
}
