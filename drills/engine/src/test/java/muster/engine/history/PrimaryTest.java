package muster.engine.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import muster.engine.history.Sighting.Role;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who leads where nobody elects: PostgreSQL. */
class PrimaryTest {

    @Test
    void theOnlyPrimaryLeads() {
        View view = view(server("p1", Role.LEADER, "p1", 1), server("p2", Role.FOLLOWER, "p1", 1));

        assertThat(view.leadership()).isEqualTo(new View.Agreed("p1", 1, 2));
        assertThat(view.needed()).isEqualTo(1);
    }

    @Test
    void aPromotedStandbyLeadsAloneWhileTheOldPrimaryIsDead() {
        View view = view(dead("p1"), server("p2", Role.LEADER, "p2", 2));

        assertThat(view.leadership()).isEqualTo(new View.Agreed("p2", 2, 1));
    }

    @Test
    void twoPrimariesDisagree() {
        View view = view(server("p1", Role.LEADER, "p1", 1), server("p2", Role.LEADER, "p2", 2));

        assertThat(view.leadership()).isEqualTo(new View.Disagreement(Map.of("p1", "p1", "p2", "p2")));
    }

    @Test
    void standbysAloneHaveNoPrimary() {
        View view = view(dead("p1"), server("p2", Role.NO_LEADER, null, 1));

        assertThat(view.leadership())
                .isEqualTo(new View.Nobody("no primary: every server that answers is in recovery"));
    }

    @Test
    void aServersWordsSurviveTheFile() {
        Sighting sighting = server("p2", Role.FOLLOWER, "p1", 3);

        assertThat(Codec.read(Sighting.class, Codec.write(sighting))).isEqualTo(sighting);
    }

    private static View view(Sighting... sightings) {
        return new View(List.of(sightings));
    }

    private static Sighting server(String member, Role role, @Nullable String leader, long timeline) {
        return new Sighting(
                member,
                0,
                1,
                new Sighting.Server(
                        "7300000000000000001",
                        role,
                        leader,
                        timeline,
                        84_000_000,
                        84_000_000,
                        "15.20",
                        8,
                        0,
                        List.of()));
    }

    private static Sighting dead(String member) {
        return new Sighting(member, 0, 1, new Sighting.Closed("refused the connection"));
    }
}
