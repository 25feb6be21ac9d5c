package muster.engine.report;

import java.util.ArrayList;
import java.util.List;
import muster.engine.history.Codec;
import muster.engine.history.Evidence;
import muster.engine.history.Member;
import muster.engine.history.Sighting;

/**
 * Each member's part over time. A stretch begins when the first sighting of it was asked for and ends where the next one begins; what
 * happened between two sightings is not known.
 */
final class Lanes {

    private Lanes() {}

    static List<Findings.Lane> of(Evidence evidence) {
        return evidence.facts().members().stream()
                .map(Member::name)
                .map(member -> new Findings.Lane(
                        member,
                        stretches(evidence.sightings().stream()
                                .filter(sighting -> sighting.member().equals(member))
                                .toList())))
                .toList();
    }

    private static List<Findings.Stretch> stretches(List<Sighting> sightings) {
        List<Findings.Stretch> stretches = new ArrayList<>();
        int first = 0;
        for (int i = 1; i <= sightings.size(); i++) {
            Sighting begin = sightings.get(first);
            if (i < sightings.size() && same(begin, sightings.get(i))) {
                continue;
            }
            long to = i < sightings.size()
                    ? sightings.get(i).askedNanos()
                    : sightings.get(i - 1).answeredNanos();
            stretches.add(new Findings.Stretch(begin.askedNanos(), to, state(begin), term(begin)));
            first = i;
        }
        return stretches;
    }

    private static boolean same(Sighting one, Sighting other) {
        return state(one).equals(state(other)) && term(one) == term(other);
    }

    private static String state(Sighting sighting) {
        return switch (sighting.said()) {
            case Sighting.Answer standing -> Codec.kebab(standing.role().name());
            case Sighting.Closed closed -> "dead";
            case Sighting.Mute mute -> "silent";
            case Sighting.Garbled garbled -> "garbled";
        };
    }

    private static long term(Sighting sighting) {
        Sighting.Answer standing = sighting.standing();
        return standing == null ? 0 : standing.term();
    }
}
