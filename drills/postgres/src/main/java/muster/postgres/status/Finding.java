package muster.postgres.status;

/**
 * Something that is not as it should be.
 *
 * @param kind what
 * @param words in a sentence, with the names of the servers
 */
public record Finding(Kind kind, String words) {

    /** What can be found, the worst first. */
    public enum Kind {
        /** Two servers of one cluster take writes. */
        SPLIT_BRAIN("SPLIT BRAIN"),
        /** Servers that are thought to be one cluster have different system identifiers. */
        DIFFERENT_CLUSTERS("DIFFERENT CLUSTERS"),
        /** Servers answer, and none takes writes. */
        NO_PRIMARY("NO PRIMARY"),
        /** Commits wait for a synchronous standby that is not there. */
        COMMITS_WAIT("COMMITS WAIT"),
        /** A server in recovery that does not follow the primary: its reads grow old, or were never true. */
        ZOMBIE_STANDBY("ZOMBIE STANDBY"),
        /** A server does not answer. */
        SERVER_DOWN("degraded"),
        /** A slot that a standby wants is missing, or has lost its log. */
        SLOT("degraded"),
        /** A standby has the log and does not replay it. */
        REPLAY_PAUSED("degraded"),
        /** {@code pg_rewind} would refuse, now or after the next failover. */
        NO_REWIND("healthy, cannot rewind");

        private final String headline;

        Kind(String headline) {
            this.headline = headline;
        }

        /** The state that it puts the cluster in, in a few words. */
        public String headline() {
            return headline;
        }

        /** True if it is a state that wants somebody now, rather than a preparation that is missing. */
        public boolean wantsAction() {
            return this != NO_REWIND;
        }
    }
}
