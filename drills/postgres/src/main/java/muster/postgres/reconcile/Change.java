package muster.postgres.reconcile;

/**
 * What became of a row past the fork, seen from one of two servers. A row is known by its primary key: where a key was changed, the row
 * of the old key was deleted and that of the new one inserted.
 */
public enum Change {
    ONLY_HERE("only here"),
    ONLY_THERE("only there"),
    CHANGED_HERE("changed here"),
    CHANGED_THERE("changed there"),
    CHANGED_ON_BOTH("changed on both sides"),
    DELETED_HERE("deleted here"),
    DELETED_THERE("deleted there"),
    CHANGED_HERE_DELETED_THERE("changed here, deleted there"),
    DELETED_HERE_CHANGED_THERE("deleted here, changed there"),
    /** The two servers differ, and nothing tells which of them changed the row. */
    UNKNOWN("unknown");

    private final String words;

    Change(String words) {
        this.words = words;
    }

    /** In a table: "changed here". */
    public String words() {
        return words;
    }

    /** The same, seen from the other server. */
    public Change mirrored() {
        return switch (this) {
            case ONLY_HERE -> ONLY_THERE;
            case ONLY_THERE -> ONLY_HERE;
            case CHANGED_HERE -> CHANGED_THERE;
            case CHANGED_THERE -> CHANGED_HERE;
            case DELETED_HERE -> DELETED_THERE;
            case DELETED_THERE -> DELETED_HERE;
            case CHANGED_HERE_DELETED_THERE -> DELETED_HERE_CHANGED_THERE;
            case DELETED_HERE_CHANGED_THERE -> CHANGED_HERE_DELETED_THERE;
            case CHANGED_ON_BOTH, UNKNOWN -> this;
        };
    }

    /** True if a rewind of this server would throw something away. */
    public boolean lostByRewindHere() {
        return switch (this) {
            case ONLY_HERE,
                    CHANGED_HERE,
                    CHANGED_ON_BOTH,
                    DELETED_HERE,
                    CHANGED_HERE_DELETED_THERE,
                    DELETED_HERE_CHANGED_THERE,
                    UNKNOWN -> true;
            case ONLY_THERE, CHANGED_THERE, DELETED_THERE -> false;
        };
    }

    /** True if the other server touched the row as well, or it is not known whether it did: a person must decide. */
    public boolean conflicts() {
        return switch (this) {
            case CHANGED_ON_BOTH, CHANGED_HERE_DELETED_THERE, DELETED_HERE_CHANGED_THERE, UNKNOWN -> true;
            case ONLY_HERE, ONLY_THERE, CHANGED_HERE, CHANGED_THERE, DELETED_HERE, DELETED_THERE -> false;
        };
    }
}
