package muster.engine.fault;

/**
 * The stages from nothing to an open harm, in their order: each is on the disk or read back before the next begins. Why they stand so is
 * in {@code adr/0005-the-order-in-which-things-are-broken-and-healed.md}.
 */
enum Opening {
    /** What is about to be done is in the ledger. */
    INTEND,
    /** The node is told to heal by itself at a deadline. */
    ARM,
    /** The node says that it will. */
    READ_BACK,
    /** The harm is done. */
    INJECT,
    /** The harm is proved by its effect, or its absence is noted. */
    PROVE
}
