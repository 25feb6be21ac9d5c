package muster.postgres.reconcile;

/**
 * Something that pg_rewind needs, by the notes of its manual page.
 *
 * @param name what must be so
 * @param state whether it is
 * @param words what was seen
 */
public record Precondition(String name, State state, String words) {

    /** Whether it is so. */
    public enum State {
        HOLDS,
        /** It will be made so before it is needed. */
        WILL_HOLD,
        FAILS
    }
}
