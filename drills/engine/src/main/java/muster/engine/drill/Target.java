package muster.engine.drill;

/** Whom a fault hits, by role; resolved to members when the step begins. */
public sealed interface Target {

    /** The member that leads. */
    record Leader() implements Target {}

    /** One member that follows. */
    record Follower() implements Target {}

    /** As few members as take the quorum, the leader first. */
    record QuorumOfMembers() implements Target {}

    /**
     * One member.
     *
     * @param member its name
     */
    record Named(String member) implements Target {}
}
