package muster.engine.cluster;

/** Whom a member is cut off from. */
public enum Side {
    /** The other members, over the port on which they talk to each other. */
    PEERS,
    /** Its clients, over the port on which it serves. */
    CLIENTS,
    /** Members and clients. */
    BOTH;

    /** In a sentence: "its peers". */
    public String words() {
        return switch (this) {
            case PEERS -> "its peers";
            case CLIENTS -> "its clients";
            case BOTH -> "its peers and its clients";
        };
    }
}
