package muster.engine.drill;

import java.util.List;

/** Whom a fault hits, by role; resolved to members when the step begins. */
public sealed interface Target {

    /** In words: "the leader". */
    default String words() {
        return switch (this) {
            case Leader any -> "the leader";
            case Follower any -> "a follower";
            case QuorumOfMembers any -> "as few members as take the quorum, the leader first";
            case Minority any -> "as many members as the cluster can lose, the leader first";
            case Every every -> "every member";
            case Spared any -> "a member that is spared when the quorum is taken";
            case Hit hit -> "whom the fault around it hit";
            case Nth nth ->
                "the %s member".formatted(List.of("first", "second", "third").get(nth.number() - 1));
            case Named named -> named.member();
        };
    }

    /** The member that leads. */
    record Leader() implements Target {}

    /** One member that follows. */
    record Follower() implements Target {}

    /** As few members as take the quorum, the leader first. */
    record QuorumOfMembers() implements Target {}

    /** As many members as the cluster tolerates to lose, the leader first. */
    record Minority() implements Target {}

    /** Every member, the leader first. */
    record Every() implements Target {}

    /** One member that {@link QuorumOfMembers} leaves alone: the last one, the leader first. */
    record Spared() implements Target {}

    /** The first member that the innermost fault around the step hit. */
    record Hit() implements Target {}

    /**
     * One member by its place in the site's order, so that a drill goes the round of any cluster.
     *
     * @param number from 1 to 3
     */
    record Nth(int number) implements Target {
        /** Checks the number. */
        public Nth {
            if (number < 1 || number > 3) {
                throw new IllegalArgumentException("no member is number " + number);
            }
        }
    }

    /**
     * One member.
     *
     * @param member its name
     */
    record Named(String member) implements Target {}
}
