package muster.engine.history;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one member said of itself when asked alone, or that it said nothing.
 *
 * @param member whom we asked, by name
 * @param askedNanos when we asked, since the run's zero
 * @param answeredNanos when it answered, or when we stopped waiting
 * @param said what came back
 */
public record Sighting(String member, long askedNanos, long answeredNanos, Said said) {

    /** The part a member plays, as it says itself. */
    public enum Role {
        LEADER,
        FOLLOWER,
        LEARNER,
        /** It answers, and knows no leader. */
        NO_LEADER
    }

    /** What came back from a member. */
    public sealed interface Said {}

    /**
     * The member answered.
     *
     * @param id its identity in hexadecimal
     * @param role its part
     * @param leader whom it follows: a member's name, or an identity in hexadecimal if no known member has it; null if nobody
     * @param term its raft term
     * @param index its raft index
     * @param applied how much of it is applied
     * @param version the server's version
     * @param databaseBytes size of its database file
     * @param alarms errors and alarms that it reports
     */
    public record Standing(
            String id,
            Role role,
            @Nullable String leader,
            long term,
            long index,
            long applied,
            String version,
            long databaseBytes,
            List<String> alarms)
            implements Said {

        /** Copies the list. */
        public Standing {
            alarms = List.copyOf(alarms);
        }
    }

    /** Its address refused the connection: no process listens there. */
    public record Closed(String why) implements Said {}

    /** Nothing came back before the deadline. */
    public record Mute(String why) implements Said {}

    /** Something came back that is no answer of this store: an error, another protocol, a failed TLS handshake. */
    public record Garbled(String why) implements Said {}

    /** What it said of itself, or null if it did not answer. */
    public @Nullable Standing standing() {
        return said instanceof Standing standing ? standing : null;
    }
}
