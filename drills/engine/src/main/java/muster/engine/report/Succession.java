package muster.engine.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import muster.engine.history.Evidence;
import muster.engine.history.Member;
import muster.engine.history.Quorum;
import muster.engine.history.Sighting;
import muster.engine.history.Span;
import muster.engine.history.View;

/** Who led before a moment, when that leader was disowned, and when the next was agreed on, by what each member said of itself. */
final class Succession {

    private final Map<String, List<Sighting>> sightings = new LinkedHashMap<>();
    private final int needed;
    private final long zeroNanos;

    /** @param zeroNanos the moment of the fault */
    Succession(Evidence evidence, long zeroNanos) {
        this.zeroNanos = zeroNanos;
        int voters = evidence.facts().members().size();
        boolean elects =
                evidence.sightings().stream().noneMatch(sighting -> sighting.said() instanceof Sighting.Server);
        needed = elects ? new Quorum(voters, voters).needed() : 1;
        for (Member member : evidence.facts().members()) {
            sightings.put(
                    member.name(),
                    evidence.sightings().stream()
                            .filter(sighting -> sighting.member().equals(member.name()))
                            .toList());
        }
    }

    /**
     * A leader whom a majority follows.
     *
     * @param at when the majority was complete
     */
    record Successor(String leader, long term, Span at) {}

    /** Who led when the fault came, by the last answers before it; empty if no majority agreed on one. */
    Optional<View.Agreed> before() {
        List<Sighting> last = sightings.values().stream()
                .flatMap(list -> list.stream()
                        .filter(sighting -> sighting.answeredNanos() <= zeroNanos)
                        .reduce((left, right) -> right)
                        .stream())
                .toList();
        return new View(last).leadership() instanceof View.Agreed agreed && agreed.sayers() >= needed
                ? Optional.of(agreed)
                : Optional.empty();
    }

    /**
     * When the last member stopped to name a leader in its term. Empty if one never stopped, or was not asked again.
     */
    Optional<Span> disowned(View.Agreed leader) {
        long from = Long.MIN_VALUE;
        long to = Long.MIN_VALUE;
        for (List<Sighting> list : sightings.values()) {
            int last = lastIndex(list, sighting -> names(sighting, leader.leader(), leader.term()));
            if (last < 0) {
                continue;
            }
            if (last == list.size() - 1) {
                return Optional.empty();
            }
            from = Math.max(from, list.get(last).askedNanos());
            to = Math.max(to, list.get(last + 1).answeredNanos());
        }
        return from == Long.MIN_VALUE ? Optional.empty() : Optional.of(new Span(from, Math.max(from, to)));
    }

    /**
     * The first leader after a term whom a majority followed, itself among them. Each member joined between the last sighting that
     * contradicts it and the first that says it; the majority was complete when its last needed member joined.
     */
    Optional<Successor> after(long term) {
        TreeSet<Long> terms = new TreeSet<>();
        sightings
                .values()
                .forEach(list -> list.stream()
                        .map(Sighting::standing)
                        .filter(standing -> standing != null && standing.leader() != null && standing.term() > term)
                        .forEach(standing -> terms.add(standing.term())));
        return terms.stream().flatMap(later -> successor(later).stream()).findFirst();
    }

    private Optional<Successor> successor(long term) {
        for (String leader : sightings.keySet()) {
            Optional<Span> own = joined(leader, leader, term);
            if (own.isEmpty()) {
                continue;
            }
            List<Span> others = sightings.keySet().stream()
                    .filter(member -> !member.equals(leader))
                    .flatMap(member -> joined(member, leader, term).stream())
                    .toList();
            if (others.size() >= needed - 1) {
                return Optional.of(new Successor(leader, term, complete(own.get(), others)));
            }
        }
        return Optional.empty();
    }

    private Span complete(Span own, List<Span> others) {
        if (needed == 1) {
            return own;
        }
        List<Long> from = new ArrayList<>(others.stream().map(Span::fromNanos).toList());
        List<Long> to = new ArrayList<>(others.stream().map(Span::toNanos).toList());
        Collections.sort(from);
        Collections.sort(to);
        return new Span(Math.max(own.fromNanos(), from.get(needed - 2)), Math.max(own.toNanos(), to.get(needed - 2)));
    }

    private Optional<Span> joined(String member, String leader, long term) {
        List<Sighting> list = sightings.getOrDefault(member, List.of());
        for (int i = 0; i < list.size(); i++) {
            if (names(list.get(i), leader, term)) {
                long from = i == 0
                        ? Math.min(zeroNanos, list.get(i).askedNanos())
                        : list.get(i - 1).askedNanos();
                return Optional.of(new Span(from, list.get(i).answeredNanos()));
            }
        }
        return Optional.empty();
    }

    private static boolean names(Sighting sighting, String leader, long term) {
        Sighting.Answer standing = sighting.standing();
        return standing != null && leader.equals(standing.leader()) && standing.term() == term;
    }

    private static int lastIndex(List<Sighting> list, Predicate<Sighting> wanted) {
        for (int i = list.size() - 1; i >= 0; i--) {
            if (wanted.test(list.get(i))) {
                return i;
            }
        }
        return -1;
    }
}
