package muster.engine.practice;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import muster.engine.history.Evidence;
import muster.engine.history.Member;
import muster.engine.history.Sighting;
import muster.engine.history.Stamp;

/**
 * A time in which one server said without a break that it is primary, on one timeline: from the first sighting that says so to the last.
 *
 * @param server its name
 * @param timeline the timeline that it wrote
 */
record Primacy(String server, long timeline, long fromNanos, long toNanos) {

    /** Every such time in a run. */
    static List<Primacy> of(Evidence evidence) {
        List<Primacy> primacies = new ArrayList<>();
        for (Member member : evidence.facts().members()) {
            Primacy open = null;
            for (Sighting sighting : evidence.sightings()) {
                if (!sighting.member().equals(member.name())) {
                    continue;
                }
                Sighting.Answer answer = sighting.standing();
                if (answer == null || answer.role() != Sighting.Role.LEADER) {
                    if (open != null) {
                        primacies.add(open);
                    }
                    open = null;
                } else if (open == null || open.timeline != answer.term()) {
                    if (open != null) {
                        primacies.add(open);
                    }
                    open = new Primacy(member.name(), answer.term(), sighting.askedNanos(), sighting.answeredNanos());
                } else {
                    open = new Primacy(open.server, open.timeline, open.fromNanos, sighting.answeredNanos());
                }
            }
            if (open != null) {
                primacies.add(open);
            }
        }
        return primacies;
    }

    /** True if an answer was given by this server on this timeline. */
    boolean gave(Optional<Stamp> stamp) {
        return stamp.isPresent()
                && stamp.get().member().equals(server)
                && stamp.get().epoch() == timeline;
    }
}
