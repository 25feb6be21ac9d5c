/**
 * Harms and their undoing: what a fault is, what it becomes on one node, the order in which it is done and undone, the lock and the guard
 * on each node, and the ledger that knows what is open. Nothing here decides when to break something, or what it means for the store.
 */
@NullMarked
package muster.engine.fault;

import org.jspecify.annotations.NullMarked;
