package muster.engine.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import muster.engine.history.Sighting.Role;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ViewTest {

    @Test
    void aLeaderIsAgreedOnWhenItSaysSoItselfAndAMajorityWithIt() {
        View view = view(standing("m1", Role.LEADER, "m1", 4), standing("m2", Role.FOLLOWER, "m1", 4), dead("m3"));

        assertThat(view.leadership()).isEqualTo(new View.Agreed("m1", 4, 2));
    }

    @Test
    void aLeaderThatDoesNotAnswerIsNobody() {
        View view = view(dead("m1"), standing("m2", Role.FOLLOWER, "m1", 4), standing("m3", Role.FOLLOWER, "m1", 4));

        assertThat(view.leadership()).isEqualTo(new View.Nobody("m1 is still named as leader, and does not answer"));
    }

    @Test
    void aLeaderOfAnOldTermIsNobodysLeader() {
        View view = view(
                standing("m1", Role.LEADER, "m1", 4),
                standing("m2", Role.NO_LEADER, null, 5),
                standing("m3", Role.NO_LEADER, null, 5));

        assertThat(view.leadership())
                .isEqualTo(new View.Disagreement(Map.of("m1", "m1", "m2", "nobody", "m3", "nobody")));
    }

    @Test
    void twoLeadersAreADisagreementUntilAMajorityFollowsOne() {
        View split = view(standing("m1", Role.LEADER, "m1", 4), standing("m2", Role.LEADER, "m2", 5), dead("m3"));
        View settled = view(
                standing("m1", Role.LEADER, "m1", 4),
                standing("m2", Role.LEADER, "m2", 5),
                standing("m3", Role.FOLLOWER, "m2", 5));

        assertThat(split.leadership()).isInstanceOf(View.Disagreement.class);
        assertThat(settled.leadership()).isEqualTo(new View.Agreed("m2", 5, 2));
    }

    @Test
    void aLeaderThatIsNamedByItsIdentityHasItsName() {
        Sighting follower = new Sighting(
                "m1", 0, 1, new Sighting.Standing("a1", Role.FOLLOWER, "b2", 4, 10, 10, "3.4.23", 1, List.of()));
        Sighting leader = new Sighting(
                "m2", 0, 1, new Sighting.Standing("b2", Role.LEADER, "m2", 4, 10, 10, "3.4.23", 1, List.of()));

        assertThat(view(follower, leader).leadership()).isEqualTo(new View.Agreed("m2", 4, 2));
    }

    @Test
    void aLearnerHasNoVote() {
        View view = view(
                standing("m1", Role.LEADER, "m1", 4),
                standing("m2", Role.FOLLOWER, "m1", 4),
                standing("m3", Role.FOLLOWER, "m1", 4),
                standing("m4", Role.LEARNER, "m1", 4));

        assertThat(view.quorum()).isEqualTo(new Quorum(3, 3));
        assertThat(view.leadership()).isEqualTo(new View.Agreed("m1", 4, 3));
    }

    @Test
    void whenNobodyAnswersNobodyLeads() {
        assertThat(view(dead("m1"), dead("m2"), dead("m3")).leadership())
                .isEqualTo(new View.Nobody("no member answers"));
    }

    @Test
    void theArithmeticIsSaidInWords() {
        assertThat(new Quorum(3, 3).words()).isEqualTo("healthy, tolerates 1 more");
        assertThat(new Quorum(3, 2).words()).isEqualTo("degraded, tolerates 0 more");
        assertThat(new Quorum(3, 1).words()).isEqualTo("no quorum: 1 of 3, needs 2");
        assertThat(new Quorum(5, 4).words()).isEqualTo("degraded, tolerates 1 more");
        assertThat(new Quorum(2, 2).words()).isEqualTo("healthy, tolerates 0 more");
    }

    private static View view(Sighting... sightings) {
        return new View(List.of(sightings));
    }

    private static Sighting standing(String member, Role role, @Nullable String leader, long term) {
        return new Sighting(
                member, 0, 1, new Sighting.Standing(member, role, leader, term, 10, 10, "3.4.23", 1, List.of()));
    }

    private static Sighting dead(String member) {
        return new Sighting(member, 0, 1, new Sighting.Closed("refused the connection"));
    }
}
