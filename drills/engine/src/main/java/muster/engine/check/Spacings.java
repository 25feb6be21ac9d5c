package muster.engine.check;

import java.util.Arrays;
import java.util.List;
import muster.engine.history.Evidence;
import muster.engine.history.Member;
import muster.engine.history.Sighting;
import muster.engine.history.Span;

/**
 * How densely one member was asked.
 *
 * @param member its name
 * @param medianNanos the median time between two sightings
 * @param count how many sightings
 * @param answered how many of them it answered
 */
public record Spacings(String member, long medianNanos, long count, long answered) {

    /** How densely each member was asked while something was broken, or in the whole run if nothing was. */
    public static List<Spacings> of(Evidence evidence) {
        Span window = evidence.faultWindow().orElse(new Span(0, Long.MAX_VALUE));
        List<Sighting> within = evidence.sightings().stream()
                .filter(sighting ->
                        sighting.askedNanos() >= window.fromNanos() && sighting.askedNanos() <= window.toNanos())
                .toList();
        return evidence.facts().members().stream()
                .map(Member::name)
                .map(member -> spacing(
                        member,
                        within.stream()
                                .filter(sighting -> sighting.member().equals(member))
                                .toList()))
                .toList();
    }

    private static Spacings spacing(String member, List<Sighting> sightings) {
        long[] gaps = new long[Math.max(0, sightings.size() - 1)];
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = sightings.get(i + 1).askedNanos() - sightings.get(i).askedNanos();
        }
        Arrays.sort(gaps);
        long answered = sightings.stream()
                .filter(sighting -> sighting.standing() != null)
                .count();
        return new Spacings(
                member, gaps.length == 0 ? Long.MAX_VALUE : gaps[gaps.length / 2], sightings.size(), answered);
    }
}
