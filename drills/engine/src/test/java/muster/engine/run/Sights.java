package muster.engine.run;

import java.util.List;
import java.util.stream.IntStream;
import muster.engine.history.Sighting;
import muster.engine.history.Sighting.Role;
import muster.engine.history.View;

/** Literal views for tests. */
final class Sights {

    private Sights() {}

    static View following(String leader, int members) {
        return new View(IntStream.rangeClosed(1, members)
                .mapToObj(i -> standing("m" + i, leader, 0, 10, 10))
                .toList());
    }

    static Sighting standing(String member, String leader, long askedNanos, long index, long applied) {
        Role role = member.equals(leader) ? Role.LEADER : Role.FOLLOWER;
        return new Sighting(
                member,
                askedNanos,
                askedNanos + 1,
                new Sighting.Standing(member, role, leader, 4, index, applied, "3.4.23", 1, List.of()));
    }

    static Sighting dead(String member) {
        return new Sighting(member, 0, 1, new Sighting.Closed("refused the connection"));
    }
}
