package muster.postgres.reconcile;

import java.util.List;

/**
 * Whether the former loser is a whole standby of the winner.
 *
 * @param proofs each thing that was looked at
 */
public record Verification(List<Proof> proofs) {

    /** Copies the list. */
    public Verification {
        proofs = List.copyOf(proofs);
    }

    /** What came of a look. */
    public enum Result {
        HOLDS,
        BROKEN,
        UNDECIDED
    }

    /**
     * One thing that was looked at.
     *
     * @param name what must be so
     * @param result whether it is
     * @param words what was seen
     */
    public record Proof(String name, Result result, String words) {}

    /** True if nothing is broken or undecided. */
    public boolean holds() {
        return proofs.stream().allMatch(proof -> proof.result() == Result.HOLDS);
    }

    /** True if something is broken. */
    public boolean broken() {
        return proofs.stream().anyMatch(proof -> proof.result() == Result.BROKEN);
    }
}
