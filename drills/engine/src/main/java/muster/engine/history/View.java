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
     * A leader says that it leads, and a majority of the voters says the same in the same term; or it is the only primary.
     *
     * @param leader its name
     * @param term its term, or its timeline
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
     * Who leads. In raft: the member that says of itself that it leads in the highest term, if a majority of voters says the same in
     * that term. In PostgreSQL nobody elects: the only server that is not in recovery; two of them disagree.
     */
    public Leadership leadership() {
        Map<String, Sighting.Answer> standings = standings();
        if (standings.isEmpty()) {
            return new Nobody("no member answers");
        }
        return elects() ? elected(standings) : primary(standings);
    }

    /** How many members must follow a leader before it leads: a majority where one is elected, itself alone where none is. */
    public int needed() {
        return elects() ? quorum().needed() : 1;
    }

    /** True if its members elect a leader; false for PostgreSQL, where a person or a tool makes a primary. */
    public boolean elects() {
        return sightings.stream().noneMatch(sighting -> sighting.said() instanceof Sighting.Server);
    }

    private Leadership primary(Map<String, Sighting.Answer> standings) {
        List<String> primaries = standings.entrySet().stream()
                .filter(entry -> entry.getValue().role() == Sighting.Role.LEADER)
                .map(Map.Entry::getKey)
                .toList();
        return switch (primaries.size()) {
            case 0 -> new Nobody("no primary: every server that answers is in recovery");
            case 1 -> {
                String name = primaries.getFirst();
                long timeline = Objects.requireNonNull(standings.get(name)).term();
                yield new Agreed(name, timeline, sayers(name, timeline));
            }
            default -> new Disagreement(claims(standings));
        };
    }

    private Leadership elected(Map<String, Sighting.Answer> standings) {
        long term = standings.values().stream()
                .mapToLong(Sighting.Answer::term)
                .max()
                .orElseThrow();
        for (Map.Entry<String, Sighting.Answer> entry : standings.entrySet()) {
            String name = entry.getKey();
            Sighting.Answer own = entry.getValue();
            if (own.role() != Sighting.Role.LEADER || own.term() != term) {
                continue;
            }
            int sayers = sayers(name, term);
            if (sayers >= quorum().needed()) {
                return new Agreed(name, term, sayers);
            }
        }
        Map<String, String> claims = claims(standings);
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
    public Map<String, Sighting.Answer> standings() {
        Map<String, String> names = new HashMap<>();
        Map<String, Sighting.Answer> standings = new LinkedHashMap<>();
        for (Sighting sighting : sightings) {
            Sighting.Answer standing = sighting.standing();
            if (standing != null) {
                names.put(standing.id(), sighting.member());
                standings.put(sighting.member(), standing);
            }
        }
        standings.replaceAll((name, standing) -> named(standing, names));
        return standings;
    }

    private static Sighting.Answer named(Sighting.Answer answer, Map<String, String> names) {
        String leader = answer.leader();
        String name = leader == null ? null : names.get(leader);
        return switch (answer) {
            case Sighting.Server server -> server;
            case Sighting.Standing standing when name == null -> standing;
            case Sighting.Standing standing ->
                new Sighting.Standing(
                        standing.id(),
                        standing.role(),
                        name,
                        standing.term(),
                        standing.index(),
                        standing.applied(),
                        standing.version(),
                        standing.databaseBytes(),
                        standing.alarms());
        };
    }

    private static Map<String, String> claims(Map<String, Sighting.Answer> standings) {
        Map<String, String> claims = new TreeMap<>();
        standings.forEach(
                (name, standing) -> claims.put(name, Objects.requireNonNullElse(standing.leader(), "nobody")));
        return claims;
    }

    private int sayers(String leader, long term) {
        return (int) standings().values().stream()
                .filter(standing -> leader.equals(standing.leader()) && standing.term() == term)
                .filter(standing -> standing.role() != Sighting.Role.LEARNER)
                .count();
    }
}
