package muster.engine.run;

import java.util.List;
import muster.engine.history.Quorum;
import muster.engine.history.Timers;
import org.jspecify.annotations.Nullable;

/**
 * The state of a cluster, each member asked by itself. The raft view and the served view stand apart: members may agree on a leader and
 * serve nothing, and a leader may serve while a member disagrees.
 *
 * @param site the site's name
 * @param store the store's word
 * @param version the servers' versions
 * @param timers the timers in force; null if nobody knows
 * @param quorum the arithmetic; counts members that answer
 * @param summary the state in words: "healthy, tolerates 1 more"
 * @param leader who leads by the agreement of a majority; null if nobody
 * @param members one row for each
 * @param raft who leads, in words
 * @param served whether a majority serves, in words
 * @param serving true if a linearizable read was answered
 * @param localReads what members serve by themselves when a majority does not; empty otherwise
 * @param next what to type next; empty when all is well
 */
public record Status(
        String site,
        String store,
        String version,
        @Nullable Timers timers,
        Quorum quorum,
        String summary,
        @Nullable String leader,
        List<Row> members,
        String raft,
        String served,
        boolean serving,
        List<String> localReads,
        List<String> next) {

    /** Copies the lists. */
    public Status {
        members = List.copyOf(members);
        localReads = List.copyOf(localReads);
        next = List.copyOf(next);
    }

    /**
     * One member.
     *
     * @param member its name
     * @param endpoint where it was asked
     * @param answers true if it said something of itself
     * @param state its role, or why it said nothing
     * @param term its raft term
     * @param index its raft index
     * @param lag how many entries its applied index is behind the leader's index; null if there is no leader
     * @param databaseBytes size of its database file
     * @param version its version
     * @param alarms what it complains of
     * @param askedNanos how long the answer took
     * @param ageNanos how old its last word is; null if it was never heard by this command
     */
    public record Row(
            String member,
            String endpoint,
            boolean answers,
            String state,
            @Nullable Long term,
            @Nullable Long index,
            @Nullable Long lag,
            @Nullable Long databaseBytes,
            @Nullable String version,
            List<String> alarms,
            long askedNanos,
            @Nullable Long ageNanos) {
        /** Copies the list. */
        public Row {
            alarms = List.copyOf(alarms);
        }
    }

    /** 0 healthy, 1 degraded or worse, 3 if no member answers. */
    public int exit() {
        if (quorum.reachable() == 0) {
            return 3;
        }
        boolean well = quorum.full()
                && serving
                && leader != null
                && members.stream().allMatch(row -> row.alarms().isEmpty());
        return well ? 0 : 1;
    }
}
