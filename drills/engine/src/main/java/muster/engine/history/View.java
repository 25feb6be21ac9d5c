package muster.engine.history;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What each member said, each asked by itself: who did not answer, and where they disagree.
 *
 * @param sightings one for each member, in the site's order
 */
public record View(List<Sighting> sightings) {

    /** Copies the list. */
    public View {
        sightings = List.copyOf(sightings);
    }

    /** Who leads, by what the members say. */
    public sealed interface Leadership {}

    /**
     * A leader says that it leads, and a majority of the voters says the same in the same term.
     *
     * @param leader its name
     * @param term its term
     * @param sayers how many members say so, itself among them
     */
    public record Agreed(String leader, long term, int sayers) implements Leadership {}

    /**
     * Members that answer name different leaders, or one leader in different terms.
     *
     * @param claims for each member that answers, whom it names, or "nobody"
     */
    public record Disagreement(Map<String, String> claims) implements Leadership {}

    /**
     * No leader that a majority follows is known.
     *
     * @param why in words
     */
    public record Nobody(String why) implements Leadership {}

    /** The voters and how many of them answer. Learners have no vote. */
    public Quorum quorum() {
        int learners = (int) standings().values().stream()
                .filter(standing -> standing.role() == Sighting.Role.LEARNER)
                .count();
        return new Quorum(sightings.size() - learners, standings().size() - learners);
    }

    /**
     * Who leads: the member that says of itself that it leads in the highest term, if a majority of voters says the same in that
     * term.
     */
    public Leadership leadership() {
        Map<String, Sighting.Standing> standings = standings();
        if (standings.isEmpty()) {
            return new Nobody("no member answers");
        }
        long term = standings.values().stream()
                .mapToLong(Sighting.Standing::term)
                .max()
                .orElseThrow();
        for (Map.Entry<String, Sighting.Standing> entry : standings.entrySet()) {
            String name = entry.getKey();
            Sighting.Standing own = entry.getValue();
            if (own.role() != Sighting.Role.LEADER || own.term() != term) {
                continue;
            }
            int sayers = sayers(name, term);
            if (sayers >= quorum().needed()) {
                return new Agreed(name, term, sayers);
            }
        }
        Map<String, String> claims = new TreeMap<>();
        standings.forEach(
                (name, standing) -> claims.put(name, Objects.requireNonNullElse(standing.leader(), "nobody")));
        long named = claims.values().stream().distinct().count();
        if (named > 1) {
            return new Disagreement(claims);
        }
        @Nullable String leader = standings.values().iterator().next().leader();
        if (leader == null) {
            return new Nobody("nobody leads");
        }
        return new Nobody(
                standings.containsKey(leader)
                        ? "%s is named as leader by %d, a majority is %d"
                                .formatted(leader, sayers(leader, term), quorum().needed())
                        : "%s is still named as leader, and does not answer".formatted(leader));
    }

    /**
     * What the members that answered say of themselves, by name, in the site's order. A leader that was named by its identity, because
     * nobody had heard of it yet, has its name here if it is among those that answered.
     */
    public Map<String, Sighting.Standing> standings() {
        Map<String, String> names = new HashMap<>();
        Map<String, Sighting.Standing> standings = new LinkedHashMap<>();
        for (Sighting sighting : sightings) {
            Sighting.Standing standing = sighting.standing();
            if (standing != null) {
                names.put(standing.id(), sighting.member());
                standings.put(sighting.member(), standing);
            }
        }
        standings.replaceAll((name, standing) -> named(standing, names));
        return standings;
    }

    private static Sighting.Standing named(Sighting.Standing standing, Map<String, String> names) {
        String leader = standing.leader();
        String name = leader == null ? null : names.get(leader);
        return name == null
                ? standing
                : new Sighting.Standing(
                        standing.id(),
                        standing.role(),
                        name,
                        standing.term(),
                        standing.index(),
                        standing.applied(),
                        standing.version(),
                        standing.databaseBytes(),
                        standing.alarms());
    }

    private int sayers(String leader, long term) {
        return (int) standings().values().stream()
                .filter(standing -> leader.equals(standing.leader()) && standing.term() == term)
                .filter(standing -> standing.role() != Sighting.Role.LEARNER)
                .count();
    }
}
