package muster.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import muster.engine.cluster.Direction;
import muster.engine.cluster.Side;
import muster.engine.drill.Deed;
import muster.engine.drill.Step;
import muster.engine.drill.Target;
import muster.engine.fault.Fault;
import muster.engine.history.Member;
import muster.engine.history.Prediction;
import muster.engine.history.Sighting;
import muster.engine.history.View;
import org.junit.jupiter.api.Test;

class UnelectedTest {

    private static final List<Member> SERVERS = List.of(
            new Member("p1", "p1", URI.create("postgresql://p1")),
            new Member("p2", "p2", URI.create("postgresql://p2")));

    private static final View VIEW =
            new View(List.of(server("p1", Sighting.Role.LEADER, "p1"), server("p2", Sighting.Role.FOLLOWER, "p1")));

    private static final Step PROMOTE = new Step.Act(new Deed.Promote(), new Target.Follower(), Duration.ofSeconds(5));

    @Test
    void theGapIsForetoldFromTheDrillsOwnOrder() {
        Planner.Verdict verdict = foretell(
                inject(new Fault.Kill(), new Target.Leader(), new Step.Steady(Duration.ofSeconds(3)), PROMOTE));

        assertThat(verdict.prediction())
                .isEqualTo(new Prediction.Promotion(Duration.ofSeconds(3), Duration.ofSeconds(7)));
        assertThat(verdict.exceeds()).isTrue();
        assertThat(verdict.arithmetic())
                .isEqualTo("2 servers, nobody elects; this takes the primary p1: writes WILL stop until a standby is"
                        + " promoted, which this drill orders 3.0 s after");
    }

    @Test
    void aPrimaryThatNobodyReplacesIsAwayUntilTheHeal() {
        Planner.Verdict verdict = foretell(inject(new Fault.Pause(), new Target.Leader()));

        assertThat(verdict.prediction())
                .isEqualTo(new Prediction.UntilHealed(Duration.ofSeconds(9), Duration.ofSeconds(13)));
        assertThat(verdict.exceeds()).isTrue();
    }

    @Test
    void aStandbyThatNobodyWaitsForCostsNothing() {
        Planner.Verdict verdict = foretell(inject(new Fault.Kill(), new Target.Follower()));

        assertThat(verdict.prediction()).isEqualTo(new Prediction.NoGap());
        assertThat(verdict.exceeds()).isFalse();
    }

    @Test
    void aSecondPrimaryIsMoreThanTheClusterTolerates() {
        Planner.Verdict verdict =
                foretell(inject(new Fault.Isolate(Side.PEERS, Direction.BOTH), new Target.Leader(), PROMOTE));

        assertThat(verdict.exceeds()).isTrue();
        assertThat(verdict.arithmetic()).contains("promotes a second primary beside p1: both WILL take writes");
    }

    @Test
    void aKeeperThatHandsThePartOverTakesNothingThatIsNotReplaced() {
        Planner.Verdict verdict = foretell(inject(new Fault.Switchover(), new Target.Leader()));

        assertThat(verdict.exceeds()).isFalse();
        assertThat(verdict.prediction()).isEqualTo(new Prediction.Handover(Duration.ofSeconds(14)));
        assertThat(verdict.arithmetic())
                .isEqualTo("2 servers, their keeper promotes; this has it hand over the part of the primary p1");
    }

    @Test
    void commitsWaitForASynchronousStandbyThatIsAway() {
        Step.Inject kill = inject(new Fault.Kill(), new Target.Follower());
        Step.Inject settings = inject(new Fault.Settings("*", "", Duration.ZERO), new Target.Leader(), kill);
        Planner.Verdict verdict = new Unelected(SERVERS, VIEW, "p1").foretell(List.of(settings, kill), false);

        assertThat(verdict.prediction()).isInstanceOf(Prediction.UntilHealed.class);
        assertThat(verdict.arithmetic()).contains("writes WILL wait until it is back");
    }

    private static Planner.Verdict foretell(Step.Inject inject) {
        return new Unelected(SERVERS, VIEW, "p1").foretell(List.of(inject), false);
    }

    private static Step.Inject inject(Fault fault, Target target, Step... steps) {
        return new Step.Inject(fault, target, Duration.ofSeconds(9), List.of(steps));
    }

    private static Sighting server(String name, Sighting.Role role, String leader) {
        return new Sighting(name, 1, 2, new Sighting.Server("7", role, leader, 1, 100, 100, "15.18", 1, 0, List.of()));
    }
}
