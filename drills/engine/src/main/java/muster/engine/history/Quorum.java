package muster.engine.history;

/**
 * The arithmetic of a majority.
 *
 * @param voters members with a vote
 * @param reachable voters that answer now
 */
public record Quorum(int voters, int reachable) {

    /** How many voters make a majority. */
    public int needed() {
        return voters / 2 + 1;
    }

    /** How many more voters may go before writes stop; negative when they have stopped. */
    public int tolerates() {
        return reachable - needed();
    }

    /** True if a majority answers. */
    public boolean held() {
        return tolerates() >= 0;
    }

    /** True if every voter answers. */
    public boolean full() {
        return reachable == voters;
    }

    /** The arithmetic in words, such as "degraded, tolerates 0 more". */
    public String words() {
        if (!held()) {
            return "no quorum: %d of %d, needs %d".formatted(reachable, voters, needed());
        }
        return "%s, tolerates %d more".formatted(full() ? "healthy" : "degraded", tolerates());
    }
}
