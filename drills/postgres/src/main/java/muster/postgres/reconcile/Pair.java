package muster.postgres.reconcile;

import muster.postgres.wal.Ancestry;

/**
 * Two servers of one cluster that went different ways.
 *
 * @param here the one from which changes are seen
 * @param there the other
 * @param fork where they parted
 */
record Pair(Party here, Party there, Ancestry.Fork fork) {

    /**
     * One of them.
     *
     * @param door the way in
     * @param standing how it stood when it was asked
     */
    record Party(Door door, Standing standing) {
        String name() {
            return standing.name();
        }
    }

    /** The same, seen from one of the two. */
    Pair from(String name) {
        return here.name().equals(name) ? this : new Pair(there, here, fork);
    }
}
