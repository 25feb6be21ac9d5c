package muster.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import muster.engine.cluster.Direction;
import muster.engine.cluster.Side;
import muster.engine.drill.Deed;
import muster.engine.drill.Drill;
import muster.engine.drill.Runbook;
import muster.engine.drill.Step;
import muster.engine.drill.Target;
import muster.engine.drill.Workload;
import muster.engine.fault.Fault;
import muster.engine.fault.Reach;
import muster.engine.fault.ScriptedSite;
import muster.engine.history.OperatorException;
import muster.engine.history.Prediction;
import muster.engine.history.Sighting;
import muster.engine.history.Timers;
import muster.engine.history.View;
import org.junit.jupiter.api.Test;

class PlannerTest {

    private final ScriptedSite site = ScriptedSite.working(3);
    private final Planner planner = new Planner(site);

    @Test
    void killingTheLeaderCostsAnElectionByTheTimersInForce() {
        Plan plan = planner.plan(drill(new Fault.Kill(), new Target.Leader()), Sights.following("m2", 3));

        assertThat(plan.prediction()).isEqualTo(new Prediction.OneElection(site.timers()));
        assertThat(plan.prediction().words()).isEqualTo("no writes for 0.9–2.1 s, up to 4.1 s if a vote splits");
        assertThat(plan.arithmetic()).isEqualTo("3 voters, quorum 2, tolerates 1; this takes 1");
        assertThat(plan.leader()).isEqualTo("m2 leads in term 4");
        assertThat(plan.exceeds()).isFalse();
        assertThat(plan.harms()).singleElement().satisfies(harm -> {
            assertThat(harm.member()).isEqualTo("m2");
            assertThat(harm.inject()).isEqualTo("inject m2");
            assertThat(harm.heal()).isEqualTo("heal m2");
        });
        assertThat(site.asked()).isEmpty();
    }

    @Test
    void killingAFollowerCostsNothing() {
        Plan plan = planner.plan(drill(new Fault.Kill(), new Target.Follower()), Sights.following("m1", 3));

        assertThat(plan.prediction()).isEqualTo(new Prediction.NoGap());
        assertThat(plan.harms().getFirst().member()).isEqualTo("m2");
    }

    @Test
    void aHeartbeatSaysHowLateAWriteMayBe() {
        Timers slow = new Timers(Duration.ofMillis(500), Duration.ofSeconds(5));

        assertThat(Prediction.NoGap.under(slow).most()).isEqualTo(Duration.ofSeconds(1));
        assertThat(Prediction.NoGap.under(site.timers()).most()).isEqualTo(Duration.ofMillis(250));
    }

    @Test
    void aFollowerByNameThatLeadsIsALeader() {
        Plan plan = planner.plan(drill(new Fault.Kill(), new Target.Named("m3")), Sights.following("m3", 3));

        assertThat(plan.prediction()).isInstanceOf(Prediction.OneElection.class);
    }

    @Test
    void stoppingTheLeaderInOrderHandsItOver() {
        Plan plan = planner.plan(drill(new Fault.Stop(), new Target.Leader()), Sights.following("m2", 3));

        assertThat(plan.prediction()).isEqualTo(new Prediction.Handover(Duration.ofMillis(900)));
    }

    @Test
    void whoHoldsTheSchedulersLeaseCostsALease() {
        Step.Inject kill = new Step.Inject(new Fault.Kill(), new Target.Leader(), Duration.ofSeconds(26), List.of());
        Plan plan = planner.plan(drill("k3s-scheduler", kill), Sights.following("m2", 3));

        assertThat(plan.leader()).isEqualTo("m2 holds the scheduler's lease in tenure 4");
        assertThat(plan.prediction()).isEqualTo(new Prediction.LeaseTaken(site.timers()));
        assertThat(plan.prediction().words())
                .isEqualTo("the lease's work stands still for 13.0–23.9 s, until another server takes it,"
                        + " up to 25.9 s if etcd has to elect as well");
        assertThat(plan.prediction().allowed()).isEqualTo(Duration.ofMillis(25_900));
        Step.Inject other = new Step.Inject(new Fault.Kill(), new Target.Follower(), Duration.ofSeconds(5), List.of());
        assertThat(planner.plan(drill("k3s-scheduler", other), Sights.following("m2", 3))
                        .prediction())
                .as("whoever is hit holds no lease")
                .isEqualTo(new Prediction.NoGap());
    }

    @Test
    void takingTheQuorumStopsWritesUntilTheHeal() {
        Plan plan = planner.plan(drill(new Fault.Kill(), new Target.QuorumOfMembers()), Sights.following("m3", 3));

        assertThat(plan.exceeds()).isTrue();
        assertThat(plan.harms()).extracting(Plan.PlannedHarm::member).containsExactly("m3", "m1");
        assertThat(plan.prediction()).isInstanceOf(Prediction.UntilHealed.class);
        assertThat(plan.prediction().words()).startsWith("writes WILL stop until the heal after 15.0 s");
    }

    @Test
    void whereTheDrillItselfBringsTheQuorumBackThePlanSaysSo() {
        Step.Act recover = new Step.Act(new Deed.Recover(), new Target.Spared(), Duration.ofSeconds(90));
        Step.Inject loss = new Step.Inject(
                new Fault.LoseDisk(), new Target.QuorumOfMembers(), Duration.ofMinutes(3), List.of(recover));

        assertThat(planner.plan(drill(loss), Sights.following("m3", 3)).arithmetic())
                .isEqualTo("3 voters, quorum 2, tolerates 1; this takes 2, until the drill has recovered what is left");
    }

    @Test
    void aLeaderThatDiesStandsStillOrIsCutOffCostsAnElection() {
        for (Fault fault : List.of(
                new Fault.DiskFull(),
                new Fault.Pause(),
                new Fault.Isolate(Side.PEERS, Direction.BOTH),
                new Fault.Cut(Reach.REST, Direction.OUT))) {
            Plan plan = planner.plan(drill(fault, new Target.Leader()), Sights.following("m2", 3));

            assertThat(plan.prediction()).as(fault.word()).isEqualTo(new Prediction.OneElection(site.timers()));
        }
    }

    @Test
    void aFollowerThatIsCutOffCostsNothing() {
        Fault isolate = new Fault.Isolate(Side.BOTH, Direction.BOTH);

        assertThat(planner.plan(drill(isolate, new Target.Follower()), Sights.following("m2", 3))
                        .prediction())
                .isEqualTo(new Prediction.NoGap());
    }

    @Test
    void oneCutLinkOfTheLeaderCostsNoElectionWhileOthersHearIt() {
        Plan plan = planner.plan(
                drill(new Fault.Cut(Reach.ONE, Direction.BOTH), new Target.Leader()), Sights.following("m2", 3));

        assertThat(plan.prediction()).isEqualTo(new Prediction.NoGap());
    }

    @Test
    void aLeaderThatItsClientsCannotReachTakesNoVoter() {
        Fault fault = new Fault.Isolate(Side.CLIENTS, Direction.BOTH);
        Plan plan = planner.plan(drill(fault, new Target.Leader()), Sights.following("m2", 3));

        assertThat(plan.arithmetic()).endsWith("this takes 0");
        assertThat(plan.prediction()).isEqualTo(new Prediction.NoGap());
    }

    @Test
    void aMinorityIsWhatTheClusterCanLoseTheLeaderFirst() {
        Planner five = new Planner(ScriptedSite.working(5));
        Plan plan = five.plan(
                drill(new Fault.Cut(Reach.REST, Direction.BOTH), new Target.Minority()), Sights.following("m4", 5));

        assertThat(plan.harms()).extracting(Plan.PlannedHarm::member).containsExactly("m4", "m1");
        assertThat(plan.arithmetic()).isEqualTo("5 voters, quorum 3, tolerates 2; this takes 2");
        assertThat(plan.exceeds()).isFalse();
    }

    @Test
    void faultsOneAfterTheOtherDoNotAddUp() {
        Plan plan = planner.plan(
                drill(stop("m1", List.of()), stop("m2", List.of()), stop("m3", List.of())), Sights.following("m2", 3));

        assertThat(plan.arithmetic()).endsWith("this takes 1 at a time");
        assertThat(plan.prediction()).isInstanceOf(Prediction.Handover.class);
        assertThat(plan.harms()).hasSize(3);
    }

    @Test
    void faultsWithinEachOtherAddUp() {
        Plan plan = planner.plan(drill(stop("m1", List.of(stop("m3", List.of())))), Sights.following("m2", 3));

        assertThat(plan.arithmetic()).endsWith("this takes 2");
        assertThat(plan.exceeds()).isTrue();
    }

    @Test
    void aFullStoreTakesNoVoterAndStopsWritesAllTheSame() {
        Plan plan = planner.plan(drill(new Fault.QuotaFull(), new Target.Follower()), Sights.following("m2", 3));

        assertThat(plan.arithmetic()).endsWith("this takes 0 and fills every member's database");
        assertThat(plan.prediction()).isInstanceOf(Prediction.UntilHealed.class);
        assertThat(plan.exceeds()).isTrue();
    }

    @Test
    void aDegradedClusterIsRefused() {
        View degraded = new View(List.of(
                Sights.standing("m1", "m1", 0, 10, 10), Sights.standing("m2", "m1", 0, 10, 10), Sights.dead("m3")));

        assertThatThrownBy(() -> planner.plan(drill(new Fault.Kill(), new Target.Leader()), degraded))
                .isInstanceOf(OperatorException.class)
                .hasMessage("degraded, tolerates 0 more: m3 does not answer; a drill begins with a healthy cluster");
    }

    @Test
    void whatAnswersAndIsNoEtcdIsRefusedWithTheReason() {
        View kine = new View(List.of(new Sighting(
                "m1", 0, 1, new Sighting.Garbled("is kine, not etcd: it has no leader and no quorum to lose"))));

        assertThatThrownBy(() -> planner.plan(drill(new Fault.Kill(), new Target.QuorumOfMembers()), kine))
                .isInstanceOf(OperatorException.class)
                .hasMessage(
                        "m1 is kine, not etcd: it has no leader and no quorum to lose; a drill begins with a healthy cluster");
    }

    @Test
    void aRaisedAlarmIsRefused() {
        View full = new View(List.of(
                Sights.standing("m1", "m1", 0, 10, 10),
                new Sighting(
                        "m2",
                        0,
                        1,
                        new Sighting.Standing(
                                "m2", Sighting.Role.FOLLOWER, "m1", 4, 10, 10, "3.4.23", 1, List.of("NOSPACE at m2"))),
                Sights.standing("m3", "m1", 0, 10, 10)));

        assertThatThrownBy(() -> planner.plan(drill(new Fault.Kill(), new Target.Leader()), full))
                .isInstanceOf(OperatorException.class)
                .hasMessage("m2 raises an alarm: NOSPACE at m2; a drill begins with a healthy cluster");
    }

    @Test
    void aMemberThatIsNotThereIsRefusedWithThoseThatAre() {
        Drill drill = drill(new Fault.Kill(), new Target.Named("m9"));

        assertThatThrownBy(() -> planner.plan(drill, Sights.following("m1", 3)))
                .isInstanceOf(OperatorException.class)
                .hasMessage("no member is called m9; there are m1, m2, m3");
    }

    private static Step stop(String member, List<Step> meanwhile) {
        return new Step.Inject(new Fault.Stop(), new Target.Named(member), Duration.ofSeconds(15), meanwhile);
    }

    private static Drill drill(Fault fault, Target target) {
        return drill(new Step.Inject(fault, target, Duration.ofSeconds(15), List.of()));
    }

    private static Drill drill(Step... steps) {
        return drill("etcd", steps);
    }

    private static Drill drill(String store, Step... steps) {
        return new Drill(
                "a-drill",
                "A drill",
                "Something.",
                List.of(),
                store,
                new Workload(9, 200, 16, 50, 0, Duration.ofSeconds(1)),
                List.of(steps),
                List.of(),
                new Runbook("s", "f", "d", "v"));
    }
}
