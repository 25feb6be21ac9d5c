package muster.engine.check.session;

import muster.engine.history.Codec;

/**
 * What a client may rely on within its own session, whichever servers answer it (Terry et al., "Session Guarantees for Weakly Consistent
 * Replicated Data", 1994).
 */
public enum Guarantee {
    /** A read shows the client's own earlier writes, or later ones. */
    READ_YOUR_WRITES,
    /** A read shows what the client read before, or something later. */
    MONOTONIC_READS,
    /** Who sees a write of a client also sees that client's earlier writes. */
    MONOTONIC_WRITES,
    /** Who sees a write of a client also sees what that client had read before it wrote. */
    WRITES_FOLLOW_READS;

    /** Its word: {@code read-your-writes}. */
    public String word() {
        return Codec.kebab(name());
    }
}
