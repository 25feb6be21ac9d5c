package muster.engine.check;

import java.util.Objects;
import java.util.Optional;
import muster.engine.history.Evidence;
import muster.engine.history.Span;

/**
 * The time in which nothing could be written by what was proved.
 *
 * @param window that time
 * @param cause why, in words that follow "with"
 */
record Standstill(Span window, String cause) {

    /** The word of the fault that fills the store; this room does not see the faults themselves. */
    static final String QUOTA_FULL = "quota-full";

    /** The standstill of one run; empty if none was proved. */
    static Optional<Standstill> of(Evidence evidence) {
        Optional<QuorumLoss> loss = QuorumLoss.of(evidence);
        if (loss.isPresent()) {
            String cause = "%d of %d members dead"
                    .formatted(
                            loss.get().dead().size(), evidence.facts().members().size());
            return Optional.of(new Standstill(loss.get().window(), cause));
        }
        return evidence.harms().stream()
                .filter(harm -> harm.fault().equals(QUOTA_FULL) && harm.bit() != null)
                .findFirst()
                .map(harm -> new Span(Objects.requireNonNull(harm.bit()).toNanos(), QuorumLoss.healBegins(evidence)))
                .filter(window -> window.toNanos() > window.fromNanos())
                .map(window -> new Standstill(window, "the store full"));
    }
}
