package muster.postgres.status;

import java.util.List;
import muster.postgres.wal.Ancestry;
import org.jspecify.annotations.Nullable;

/**
 * What one server says of itself. LSNs are in bytes.
 *
 * @param systemIdentifier of its cluster
 * @param version such as 15.18
 * @param recovering true for a standby
 * @param ancestry the timeline that it is on, and those before
 * @param written what a primary has written; what a standby has received
 * @param replayed what a standby has replayed; what a primary has flushed
 * @param stream what a standby streams; null if it streams nothing
 * @param slotWanted the slot that a standby asks its sender for; empty if none
 * @param replayPaused true if a standby was told not to replay
 * @param waiters how many commits wait for a synchronous standby
 * @param longestWaitSeconds how long the oldest of them has been waiting; 0 if there is none
 * @param clients how many sessions of clients it has, ours not counted
 * @param synchronousNames {@code synchronous_standby_names}
 * @param commitLevel {@code synchronous_commit}, where a session does not choose its own
 * @param standbys who streams from it
 * @param slots its replication slots
 * @param rewind what pg_rewind asks of it
 */
record ServerFacts(
        String systemIdentifier,
        String version,
        boolean recovering,
        Ancestry ancestry,
        long written,
        long replayed,
        @Nullable Stream stream,
        String slotWanted,
        boolean replayPaused,
        int waiters,
        double longestWaitSeconds,
        int clients,
        String synchronousNames,
        String commitLevel,
        List<Standby> standbys,
        List<Slot> slots,
        RewindCheck rewind) {

    /** Copies the lists. */
    ServerFacts {
        standbys = List.copyOf(standbys);
        slots = List.copyOf(slots);
    }

    /**
     * What a standby streams.
     *
     * @param sender the server's name, or its address if no known server has it
     * @param timeline that it receives
     */
    record Stream(String sender, int timeline) {}

    /**
     * One standby, as its sender sees it.
     *
     * @param name its {@code application_name}
     * @param syncState {@code async}, {@code potential}, {@code sync} or {@code quorum}
     * @param lagSeconds how long the last replay that it reported took to be reported; null when it has nothing left to report
     * @param wordSeconds how old its last word is
     */
    record Standby(
            String name,
            String syncState,
            @Nullable Double lagSeconds,
            @Nullable Double wordSeconds) {}

    /**
     * One replication slot.
     *
     * @param name its name
     * @param active true if somebody streams by it
     * @param walStatus {@code reserved}, {@code extended}, {@code unreserved} or {@code lost}
     */
    record Slot(String name, boolean active, @Nullable String walStatus) {}

    int timeline() {
        return ancestry.timeline();
    }

    /** True if a commit waits for another server as well. */
    boolean synchronous() {
        return !synchronousNames.isEmpty() && !commitLevel.equals("local") && !commitLevel.equals("off");
    }

    /** The standbys that commits wait for. */
    List<String> waitedFor() {
        return standbys.stream()
                .filter(standby -> standby.syncState().equals("sync")
                        || standby.syncState().equals("quorum"))
                .map(Standby::name)
                .toList();
    }
}
