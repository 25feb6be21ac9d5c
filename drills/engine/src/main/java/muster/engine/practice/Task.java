package muster.engine.practice;

/** What an exam asks for, in the order in which it is done. */
public enum Task {
    /** One member of etcd dies without a word. */
    KILL_MEMBER("Kill an etcd member", "etcd-leader-kill"),

    /** The rest elects, and goes on. */
    OBSERVE_QUORUM("Observe the quorum", "etcd-leader-kill"),

    /** Two PostgreSQL servers of one cluster accept writes at the same time. */
    SPLIT_BRAIN("Split-brain a two-node PostgreSQL", "postgres-split-brain"),

    /** One cluster again, with every acknowledged write accounted for. */
    RECOVER("Recover", "postgres-split-brain");

    private final String asks;
    private final String drill;

    Task(String asks, String drill) {
        this.asks = asks;
        this.drill = drill;
    }

    /** What is to be done, in words. */
    public String asks() {
        return asks;
    }

    /** The drill whose run shows it. */
    public String drill() {
        return drill;
    }
}
