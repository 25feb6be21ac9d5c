package muster.engine.cluster;

import muster.engine.history.Member;

/**
 * Something that an operator does to one member, by the meaning that its site gives it. Unlike a {@link Lever} it is no harm: nothing
 * undoes it, and it may be repeated without effect.
 */
public sealed interface Act {

    /** Whom it is done to. */
    Member member();

    /** A standby becomes primary, at once and for good. */
    record Promote(Member member) implements Act {}

    /** A former primary becomes a standby of the present one, by rewinding it or by copying the present one anew. */
    record Rejoin(Member member) implements Act {}

    /** A standby's data is copied anew from its primary. */
    record Rebuild(Member member) implements Act {}

    /** A member whose data is gone leaves the cluster, comes again as a learner with nothing, and is promoted once it has caught up. */
    record Replace(Member member) implements Act {}

    /** Commits that wait for a synchronous standby are let go: their clients are told yes, with a warning. */
    record CancelWaiting(Member member) implements Act {}

    /** A snapshot of all data is saved on the member's node. */
    record Snapshot(Member member) implements Act {}

    /** A cluster that lost its majority for good is rebuilt from the furthest of those that are left; the member is one of them. */
    record Recover(Member member) implements Act {}

    /** A cluster is rebuilt from the newest snapshot on the member's node; what came after that is thrown away. */
    record Restore(Member member) implements Act {}
}
