package muster.engine.report;

import java.util.Optional;
import muster.engine.history.Event;
import muster.engine.history.Evidence;
import muster.engine.history.Sighting;

/** The orders by which standbys became primaries: where nobody elects, no time without writes is told without them. */
final class Promotions {

    private Promotions() {}

    /**
     * One order.
     *
     * @param member who was to become primary
     * @param atNanos when it was given
     */
    record Order(String member, long atNanos) {}

    /** The first order after a moment. */
    static Optional<Order> first(Evidence evidence, long afterNanos) {
        return evidence.journal().stream()
                .filter(entry -> entry.atNanos() >= afterNanos)
                .filter(entry ->
                        entry.event() instanceof Event.ActBegan act && act.act().equals("promote"))
                .map(entry -> new Order(((Event.ActBegan) entry.event()).member(), entry.atNanos()))
                .findFirst();
    }

    /** True if the store elects its leaders by itself. */
    static boolean elects(Evidence evidence) {
        return evidence.sightings().stream().noneMatch(sighting -> sighting.said() instanceof Sighting.Server);
    }
}
