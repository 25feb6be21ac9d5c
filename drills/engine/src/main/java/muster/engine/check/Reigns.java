package muster.engine.check;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import muster.engine.history.Evidence;
import muster.engine.history.Sighting;

/**
 * Who led in which term, by what members said. In raft a term has at most one leader, and whoever is named as leader of a term was
 * elected in it by a majority (Ongaro & Ousterhout 2014, election safety): so one member that names a leader is enough to know of an
 * election.
 *
 * @param reigns by term
 * @param lastTerm the highest term that any member told; with or without a leader
 */
public record Reigns(List<Reign> reigns, long lastTerm) {

    /** Copies the list. */
    public Reigns {
        reigns = List.copyOf(reigns);
    }

    /** The reigns in one run; none if nobody ever named a leader. */
    public static Reigns of(Evidence evidence) {
        TreeMap<Long, List<Sighting>> naming = new TreeMap<>();
        long lastTerm = 0;
        for (Sighting sighting : evidence.sightings()) {
            Sighting.Answer standing = sighting.standing();
            if (standing == null) {
                continue;
            }
            lastTerm = Math.max(lastTerm, standing.term());
            if (standing.leader() != null) {
                naming.computeIfAbsent(standing.term(), term -> new ArrayList<>())
                        .add(sighting);
            }
        }
        List<Reign> reigns = new ArrayList<>();
        naming.forEach((term, sightings) -> reigns.add(reign(term, sightings)));
        return new Reigns(reigns, lastTerm);
    }

    /** How many leaders were elected after the run began. */
    public int elections() {
        return Math.max(0, reigns.size() - 1);
    }

    private static Reign reign(long term, List<Sighting> sightings) {
        List<Sighting> own = sightings.stream()
                .filter(sighting -> role(sighting) == Sighting.Role.LEADER)
                .toList();
        long to = (own.isEmpty() ? sightings : own)
                .stream().mapToLong(Sighting::answeredNanos).max().orElseThrow();
        return new Reign(
                leader(sightings.getFirst()), term, sightings.getFirst().askedNanos(), to);
    }

    private static String leader(Sighting sighting) {
        Sighting.Answer standing = sighting.standing();
        String leader = standing == null ? null : standing.leader();
        return leader == null ? "" : leader;
    }

    private static Sighting.Role role(Sighting sighting) {
        Sighting.Answer standing = sighting.standing();
        return standing == null ? Sighting.Role.NO_LEADER : standing.role();
    }
}
