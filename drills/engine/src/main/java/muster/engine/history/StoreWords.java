package muster.engine.history;

/**
 * What a store's own people call things, so that no sentence speaks of votes where nobody votes.
 *
 * @param member one of those that run: "member", "server"
 * @param voters several of them, as they are counted: "voters", "servers"
 * @param leader who takes writes: "leader", "primary"
 * @param follower who follows it: "follower", "standby"
 * @param alone one that answers and follows nobody: "no leader", "streams nothing"
 * @param term the number that grows with each new leader: "term", "timeline"
 * @param leads what a leader does: "leads in", "is the primary on"
 * @param behind what a follower lacks: "entries", "bytes"
 * @param disowned the phase in which the old leader is no longer named
 * @param agreed the phase in which the new one is
 * @param successions what a change of leaders is, in a title: "Elections and terms"
 */
public record StoreWords(
        String member,
        String voters,
        String leader,
        String follower,
        String alone,
        String term,
        String leads,
        String behind,
        String disowned,
        String agreed,
        String successions) {

    private static final StoreWords RAFT = new StoreWords(
            "member",
            "voters",
            "leader",
            "follower",
            "no leader",
            "term",
            "leads in",
            "entries",
            "old leader disowned",
            "new leader agreed",
            "Elections and terms");

    private static final StoreWords POSTGRES = new StoreWords(
            "server",
            "servers",
            "primary",
            "standby",
            "streams nothing",
            "timeline",
            "is the primary on",
            "bytes",
            "old primary gone",
            "new primary accepts",
            "Primaries and timelines");

    /**
     * The words of a store.
     *
     * @param store its word in a drill
     */
    public static StoreWords of(String store) {
        return store.equals("postgres") ? POSTGRES : RAFT;
    }

    /** Who leads, in words: "m2 leads in term 4", "p1 is the primary on timeline 1". */
    public String reign(String name, long number) {
        return "%s %s %s %d".formatted(name, leads, term, number);
    }

    /** A part that a member plays, in a word. */
    public String role(Sighting.Role role) {
        return switch (role) {
            case LEADER -> leader;
            case FOLLOWER -> follower;
            case LEARNER -> "learner";
            case NO_LEADER -> alone;
        };
    }
}
