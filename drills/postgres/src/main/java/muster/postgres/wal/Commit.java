package muster.postgres.wal;

import java.time.Instant;

/**
 * A transaction that was committed past the fork.
 *
 * @param xid its identifier, without its epoch; that of the whole transaction, also for a subtransaction
 * @param lsn the LSN of its commit record
 * @param at when it was committed, by the server's clock
 */
public record Commit(long xid, long lsn, Instant at) {}
