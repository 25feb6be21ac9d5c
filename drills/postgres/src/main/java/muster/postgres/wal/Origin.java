package muster.postgres.wal;

/** Where a row version that was written past the fork came from. */
public sealed interface Origin {

    /** From an INSERT past the fork, perhaps updated since. */
    record Inserted() implements Origin {}

    /**
     * From a row that stood at the fork.
     *
     * @param base the place of that row's version at the fork
     */
    record Stood(Tuple base) implements Origin {}

    /** Its table was rewritten since the fork, so that its place tells nothing. */
    record Unknown() implements Origin {}
}
