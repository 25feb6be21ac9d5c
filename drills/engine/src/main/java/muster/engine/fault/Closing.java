package muster.engine.fault;

/**
 * The stages from an open harm to nothing, in their order. Why they stand so is in
 * {@code adr/0005-the-order-in-which-things-are-broken-and-healed.md}.
 */
enum Closing {
    /** It is noted whether the harm still has its effect. */
    HELD,
    /** The harm is undone. */
    HEAL,
    /** It is proved undone. */
    VERIFY,
    /** The node forgets it. */
    DISARM,
    /** The ledger forgets it. */
    STRIKE
}
