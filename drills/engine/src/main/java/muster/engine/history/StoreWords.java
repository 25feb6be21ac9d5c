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
 * @param stopped what did not happen while writes stopped: "nothing could be written"
 * @param came how a new leader came, with its name: "The members elected m2 by themselves"
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
        String successions,
        String stopped,
        String came) {

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
            "Elections and terms",
            "nothing could be written",
            "The members elected %s by themselves");

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
            "Primaries and timelines",
            "nothing could be written",
            "Nobody elects: %s was made the primary by an order");

    private static final StoreWords SCHEDULER = new StoreWords(
            "server",
            "servers",
            "holder of the scheduler's lease",
            "other server",
            "no holder",
            "tenure",
            "holds the scheduler's lease in",
            "entries",
            "old holder not named",
            "new holder named",
            "Holders of the scheduler's lease",
            "no pod got a node",
            "%s took the lease that its holder no longer renewed");

    private static final StoreWords CONTROLLERS = new StoreWords(
            "server",
            "servers",
            "holder of the controllers' lease",
            "other server",
            "no holder",
            "tenure",
            "holds the controllers' lease in",
            "entries",
            "old holder not named",
            "new holder named",
            "Holders of the controllers' lease",
            "no controller acted",
            "%s took the lease that its holder no longer renewed");

    /**
     * The words of a store.
     *
     * @param store its word in a drill
     */
    public static StoreWords of(String store) {
        return switch (store) {
            case "postgres" -> POSTGRES;
            case "k3s-scheduler" -> SCHEDULER;
            case "k3s-controllers" -> CONTROLLERS;
            default -> RAFT;
        };
    }

    /** True if who leads is who holds a lease of the control plane, which lasts 15 s. */
    public boolean leased() {
        return equals(SCHEDULER) || equals(CONTROLLERS);
    }

    /** Who leads, in words: "m2 leads in term 4", "p1 is the primary on timeline 1". */
    public String reign(String name, long number) {
        return "%s %s %s %d".formatted(name, leads, term, number);
    }

    /** How a leader came. */
    public String came(String name) {
        return came.formatted(name);
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
