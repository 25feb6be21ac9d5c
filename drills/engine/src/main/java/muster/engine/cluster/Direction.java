package muster.engine.cluster;

/** Which packets are dropped, seen from the member that is harmed. */
public enum Direction {
    /** Those that come and those that go. */
    BOTH,
    /** Those that come: it speaks, and hears nothing. */
    IN,
    /** Those that go: it hears, and nobody hears it. */
    OUT;

    /** In a sentence: "what comes in". */
    public String words() {
        return switch (this) {
            case BOTH -> "what comes in and what goes out";
            case IN -> "what comes in";
            case OUT -> "what goes out";
        };
    }
}
