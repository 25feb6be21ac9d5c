package muster.postgres.status;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of a PostgreSQL cluster, each server asked by itself at its own moment.
 *
 * @param site the site's name
 * @param version the servers' versions
 * @param summary the state in a few words: "healthy, tolerates 1 more"
 * @param primary the only server that is not in recovery; null if there is none, or more than one
 * @param servers one row for each
 * @param streams who streams from whom, in words
 * @param commits what a commit waits for, and how many wait now, in words
 * @param tolerates what the loss of a server would cost, in words
 * @param fork where two primaries parted, in words; null if there are no two
 * @param findings what is not as it should be, the worst first
 * @param next what to type next; empty when all is well
 */
public record PostgresStatus(
        String site,
        String version,
        String summary,
        @Nullable String primary,
        List<Row> servers,
        String streams,
        String commits,
        String tolerates,
        @Nullable String fork,
        List<Finding> findings,
        List<String> next) {

    /** Copies the lists. */
    public PostgresStatus {
        servers = List.copyOf(servers);
        findings = List.copyOf(findings);
        next = List.copyOf(next);
    }

    /**
     * One server.
     *
     * @param server its name
     * @param endpoint where it was asked
     * @param answers true if it said something of itself
     * @param state "primary", "standby", or why it said nothing
     * @param systemIdentifier of its cluster
     * @param timeline the one that it is on
     * @param lsn what a primary has written; what a standby has replayed
     * @param received what a standby has received
     * @param lagBytes how far its replay is behind the primary's log; null where there is no one primary
     * @param lagSeconds how far behind it was when it last said so, by the primary's clock; null if it did not say
     * @param lagAgeSeconds how old that word is
     * @param pastForkBytes how much of its log the other primary has not; null if there is no other
     * @param sync how commits wait for it: "async", "sync", "quorum", "potential"
     * @param streamsFrom the server that it streams from
     * @param clients how many sessions of clients it has
     * @param slots its replication slots, in words
     * @param version its version
     * @param askedNanos how long the answer took
     * @param ageNanos how old its last word is; null if it was never heard by this command
     */
    public record Row(
            String server,
            String endpoint,
            boolean answers,
            String state,
            @Nullable String systemIdentifier,
            @Nullable Integer timeline,
            @Nullable String lsn,
            @Nullable String received,
            @Nullable Long lagBytes,
            @Nullable Double lagSeconds,
            @Nullable Double lagAgeSeconds,
            @Nullable Long pastForkBytes,
            @Nullable String sync,
            @Nullable String streamsFrom,
            @Nullable Integer clients,
            List<String> slots,
            @Nullable String version,
            long askedNanos,
            @Nullable Long ageNanos) {
        /** Copies the list. */
        public Row {
            slots = List.copyOf(slots);
        }
    }

    /** 0 healthy, 1 degraded or worse, 3 if no server answers. */
    public int exit() {
        if (servers.stream().noneMatch(Row::answers)) {
            return 3;
        }
        return findings.stream().anyMatch(finding -> finding.kind().wantsAction()) ? 1 : 0;
    }
}
