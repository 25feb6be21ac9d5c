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
        /** Raft's leader; a PostgreSQL server that is not in recovery, which is a primary. */
        LEADER,
        /** It follows a leader; a PostgreSQL standby that streams from a known server. */
        FOLLOWER,
        LEARNER,
        /** It answers, and knows no leader; a PostgreSQL standby that streams from nobody. */
        NO_LEADER
    }

    /** What came back from a member. */
    public sealed interface Said {}

    /** The member answered in its store's language. */
    public sealed interface Answer extends Said {

        /** What it calls itself: a member's identity in hexadecimal, or the system identifier of a PostgreSQL cluster. */
        String id();

        /** Its part. */
        Role role();

        /** Whom it follows: its own name if it leads, null if nobody. */
        @Nullable
        String leader();

        /** Its raft term, or its timeline. */
        long term();

        /** How far its log reaches: raft index, or LSN in bytes. */
        long index();

        /** How much of it is applied. */
        long applied();

        /** The server's version. */
        String version();

        /** Size of its database in bytes. */
        long databaseBytes();

        /** Errors and alarms that it reports. */
        List<String> alarms();
    }

    /**
     * An etcd member answered.
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
            implements Answer {

        /** Copies the list. */
        public Standing {
            alarms = List.copyOf(alarms);
        }
    }

    /**
     * A PostgreSQL server answered.
     *
     * @param id the system identifier of its cluster
     * @param role its part: a primary leads
     * @param leader its own name if it is a primary, else the server that it streams from; null if it streams from none
     * @param term its timeline, by {@code IDENTIFY_SYSTEM}: the control file still tells the old one after a promotion
     * @param index LSN in bytes: what a primary has written, what a standby has received
     * @param applied LSN in bytes: what a primary has flushed, what a standby has replayed
     * @param version the server's version
     * @param databaseBytes size of its databases
     * @param waiters how many commits wait for a synchronous standby
     * @param alarms what is wrong in its own words
     */
    public record Server(
            String id,
            Role role,
            @Nullable String leader,
            long term,
            long index,
            long applied,
            String version,
            long databaseBytes,
            int waiters,
            List<String> alarms)
            implements Answer {

        /** Copies the list. */
        public Server {
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
    public @Nullable Answer standing() {
        return said instanceof Answer answer ? answer : null;
    }
}
