package muster.engine.report.contrast;

/** One failure, and the drill of each store that rehearses it. */
public enum Scenario {
    /** The process of the leader, or of the primary, dies without a word. */
    KILLED("The leader is killed", "etcd-leader-kill", "postgres-failover"),

    /** The leader, or the primary, lives and is cut off from its peers. */
    ISOLATED("The leader is cut off from its peers", "etcd-leader-isolate", "postgres-split-brain");

    private final String title;
    private final String etcd;
    private final String postgres;

    Scenario(String title, String etcd, String postgres) {
        this.title = title;
        this.etcd = etcd;
        this.postgres = postgres;
    }

    /** What happens, in words. */
    public String title() {
        return title;
    }

    /**
     * The drill that rehearses it.
     *
     * @param store {@code etcd} or {@code postgres}
     * @throws IllegalArgumentException if no drill does
     */
    public String drill(String store) {
        return switch (store) {
            case "etcd" -> etcd;
            case "postgres" -> postgres;
            default -> throw new IllegalArgumentException("no drill of %s: %s".formatted(store, title));
        };
    }
}
