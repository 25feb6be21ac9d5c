package muster.engine.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import muster.engine.check.Check;
import muster.engine.check.Linearizable;
import muster.engine.check.LostWrites;
import muster.engine.check.WriteGap;
import muster.engine.drill.Drill;
import muster.engine.drill.Step;
import muster.engine.history.Codec;
import muster.engine.history.Event;
import muster.engine.history.Evidence;
import muster.engine.history.EvidenceBuilder;
import muster.engine.history.Op;
import muster.engine.history.Outcome;
import muster.engine.history.Prediction;
import muster.engine.history.Span;
import muster.engine.history.Stamp;
import org.junit.jupiter.api.Test;

class ReporterTest {

    private static final long MILLI = 1_000_000;

    private static Drill drill(List<Step> timeline, List<Check> expect) {
        Drill sample = SampleEvidence.drill();
        return new Drill(
                sample.name(),
                sample.title(),
                sample.believes(),
                sample.teaches(),
                sample.store(),
                sample.workload(),
                timeline,
                expect,
                sample.runbook());
    }

    private static final List<Check> EXPECT =
            List.of(new WriteGap(new muster.engine.check.Limit.Predicted()), new LostWrites(0), new Linearizable());

    private static Findings findings(Evidence evidence) {
        List<Step> quiet = List.of(new Step.Steady(Duration.ofSeconds(5)));
        return Reporter.report(drill(quiet, EXPECT), evidence).findings();
    }

    private static EvidenceBuilder outage() {
        return EvidenceBuilder.members(3)
                .steadyWrites(0, 1_000, 10)
                .refusedWrites(1_000, 2_000, 10)
                .steadyWrites(2_000, 5_000, 10)
                .killed(1, "m1", 1_000);
    }

    /** Reads back all writes that were acknowledged. */
    private static EvidenceBuilder whole(EvidenceBuilder builder) {
        long[] acknowledged = builder.build().ops().stream()
                .filter(op -> op.mutates() && op.settled().acknowledged())
                .mapToLong(Op::id)
                .toArray();
        return builder.stalled(3).readBack(5_100, acknowledged).ended(5_200);
    }

    @Test
    void theSampleIsReportedWhole() {
        Findings findings = SampleEvidence.report().findings();
        assertThat(findings.exit()).isZero();
        assertThat(findings.sentence())
                .isEqualTo("For 1.05 s nothing could be written; every acknowledged write survived.");
        assertThat(findings.verdicts())
                .extracting(Findings.Judged::check)
                .containsExactly(
                        "write-gap", "lost-writes", "linearizable", "elections", "fault-bites", "redundancy-returns");
        assertThat(findings.verdicts()).extracting(Findings.Judged::verdict).containsOnly("holds");
        assertThat(findings.prediction().fits()).isEqualTo("within one round");
        assertThat(findings.elections().reigns())
                .extracting(Findings.Reign::leader)
                .containsExactly("m2", "m3");
        assertThat(findings.lanes().get(1).stretches())
                .extracting(Findings.Stretch::state)
                .containsExactly("leader", "dead", "no-leader", "follower");
        assertThat(findings.accounts().unknownApplied()).isPositive();
        assertThat(findings.traffic())
                .extracting(Findings.Traffic::kind)
                .containsExactly("read", "write", "compare-and-set");
    }

    @Test
    void thePhasesOfTheSampleBracketWhatHappened() {
        List<Findings.Phase> phases = SampleEvidence.report().findings().phases();
        assertThat(phases)
                .extracting(Findings.Phase::name)
                .containsExactly(
                        "injected",
                        "first failed call",
                        "old leader disowned",
                        "new leader agreed",
                        "first acknowledged write",
                        "full redundancy");
        brackets(phases.get(2), 940 * MILLI);
        brackets(phases.get(3), 1_035 * MILLI);
        assertThat(phases.get(4).at()).isNotNull();
    }

    private static void brackets(Findings.Phase phase, long nanos) {
        Span at = phase.at();
        assertThat(at).as(phase.name()).isNotNull();
        if (at != null) {
            assertThat(nanos).as(phase.name()).isBetween(at.fromNanos(), at.toNanos());
            assertThat(at.widthNanos()).as(phase.name()).isLessThan(60 * MILLI);
        }
    }

    @Test
    void theReportIsJsonAndBack() {
        Findings findings = SampleEvidence.report().findings();
        assertThat(Codec.read(Findings.class, Codec.writeIndented(findings))).isEqualTo(findings);
    }

    @Test
    void theSameEvidenceGivesTheSameReport() {
        assertThat(SampleEvidence.report()).isEqualTo(SampleEvidence.report());
    }

    @Test
    void noGap() {
        Evidence evidence = whole(EvidenceBuilder.members(3)
                        .predicts(new Prediction.NoGap())
                        .steadyWrites(0, 5_000, 10)
                        .killed(1, "m1", 1_000)
                        .healed(1, 2_000))
                .build();
        Findings findings = findings(evidence);
        assertThat(findings.sentence())
                .isEqualTo("Writes went on (longest pause 14 ms); every acknowledged write survived.");
        assertThat(findings.exit()).isZero();
        assertThat(findings.prediction().fits()).isEqualTo("as predicted: no time without writes");
    }

    @Test
    void aLostWriteComesFirst() {
        Evidence evidence = outage().healed(1, 3_000)
                .stalled(3)
                .readBack(5_100)
                .ended(5_200)
                .build();
        Findings findings = findings(evidence);
        assertThat(findings.sentence())
                .isEqualTo("400 acknowledged writes were lost. For 1.01 s nothing could be written.");
        assertThat(findings.exit()).isEqualTo(1);
        assertThat(findings.accounts().lostOps()).hasSize(400);
    }

    @Test
    void aStaleReadComesFirst() {
        EvidenceBuilder builder = outage().healed(1, 3_000);
        long id = builder.build().ops().size();
        builder.op(new Op(
                id,
                5,
                id,
                Op.Kind.READ,
                "k0",
                null,
                null,
                "m3",
                4_990 * MILLI,
                4_990 * MILLI,
                4_991 * MILLI,
                new Outcome.Acked("v0", new Stamp("m3", 4, 9)),
                null));
        Findings findings = findings(whole(builder).build());
        assertThat(findings.sentence())
                .startsWith("A read by client 5 of v0 began ")
                .contains("The history is not linearizable.")
                .contains("For 1.01 s nothing could be written");
        assertThat(findings.exit()).isEqualTo(1);
    }

    @Test
    void aLostQuorumIsSplitIntoTheFaultAndWhatCameAfter() {
        Evidence evidence = whole(EvidenceBuilder.members(3)
                        .predicts(new Prediction.UntilHealed(Duration.ofSeconds(2), Duration.ofSeconds(10)))
                        .steadyWrites(0, 1_000, 10)
                        .refusedWrites(1_000, 3_500, 10)
                        .steadyWrites(3_500, 5_000, 10)
                        .killed(1, "m1", 1_000)
                        .killed(2, "m2", 1_010)
                        .healed(2, 3_000)
                        .healed(1, 3_050))
                .build();
        Findings findings = findings(evidence);
        assertThat(findings.sentence())
                .isEqualTo("For 2.51 s nothing could be written: as long as 2 of 3 members were down, and 501 ms more;"
                        + " every acknowledged write survived.");
        assertThat(findings.prediction().fits()).isEqualTo("within what was predicted");
    }

    @Test
    void nothingMeasured() {
        Findings findings =
                findings(EvidenceBuilder.members(3).stalled(1).ended(100).build());
        assertThat(findings.sentence())
                .isEqualTo("Nothing was measured: no write was attempted."
                        + " Undecided: write-gap, lost-writes, linearizable.");
        assertThat(findings.exit()).isEqualTo(2);
    }

    @Test
    void aFaultThatDoesNotBiteIsSaidFirst() {
        Evidence evidence = whole(EvidenceBuilder.members(3)
                        .steadyWrites(0, 5_000, 10)
                        .event(1, new Event.FaultIntended(1, "kill", "m1", "n1", "start m1"))
                        .event(3, new Event.FaultMissed(1, "m1 still answers"))
                        .event(4, new Event.NodeClean(1, "it runs")))
                .build();
        Findings findings = Reporter.report(SampleEvidence.drill(), evidence).findings();
        assertThat(findings.sentence()).startsWith("The fault had no effect, so that nothing was rehearsed.");
        assertThat(findings.exit()).isEqualTo(1);
    }

    @Test
    void theExitCodeKnowsWhatOutranksWhat() {
        EvidenceBuilder left =
                whole(outage()).event(5_300, new Event.Interrupted("TERM")).event(5_301, new Event.Ended());
        assertThat(findings(left.build()).exit()).isEqualTo(4);
        assertThat(findings(left.build()).unhealed()).containsExactly("kill of m1 on n1: start m1");
        left.event(5_302, new Event.NodeUnclean(1, "m1 is down", "systemctl start m1"));
        assertThat(findings(left.build()).unhealed())
                .containsExactly("kill of m1 on n1 (m1 is down): systemctl start m1");
        assertThat(Reporter.report(SampleEvidence.drill(), left.build(), Set.of(1))
                        .findings()
                        .unhealed())
                .as("struck from the ledger since")
                .isEmpty();
        left.event(5_303, new Event.NodeClean(1, "it runs"));
        assertThat(findings(left.build()).exit()).isEqualTo(143);
        assertThat(findings(left.build()).unhealed()).isEmpty();
    }

    @Test
    void everySignalHasItsExitCode() {
        for (var expected :
                java.util.Map.of("INT", 130, "TERM", 143, "HUP", 129).entrySet()) {
            Evidence evidence = whole(outage().healed(1, 3_000).event(3_100, new Event.Interrupted(expected.getKey())))
                    .build();
            assertThat(findings(evidence).exit()).isEqualTo(expected.getValue());
            assertThat(findings(evidence).sentence())
                    .startsWith("The run was interrupted by SIG%s. Until then: ".formatted(expected.getKey()));
        }
    }

    @Test
    void aRunThatCouldNotGoOnExitsWithThree() {
        Evidence evidence = whole(outage().healed(1, 3_000).event(3_100, new Event.Failed("m3 died by itself")))
                .build();
        assertThat(findings(evidence).exit()).isEqualTo(3);
        assertThat(findings(evidence).sentence())
                .startsWith("The run could not go on: m3 died by itself. Until then: ");
    }

    @Test
    void aPhaseThatWasNotSeenIsUndecidedAndOneThatDoesNotApplySaysSo() {
        Evidence blind = whole(outage().healed(1, 3_000)).build();
        assertThat(findings(blind).phases().get(2).text()).startsWith("undecided: ");
        assertThat(findings(blind).phases().get(5).text()).startsWith("undecided: ");
        Evidence follower = whole(EvidenceBuilder.members(3)
                        .steadyWrites(0, 5_000, 10)
                        .says("m2", "m2", 4, 0, 5_000, 25)
                        .says("m3", "m2", 4, 1, 5_000, 25)
                        .says("m1", "m2", 4, 2, 1_000, 25)
                        .killed(1, "m1", 1_000)
                        .healed(1, 2_000))
                .build();
        assertThat(findings(follower).phases())
                .extracting(Findings.Phase::text)
                .contains(
                        "does not apply: m2 led before and after",
                        "does not apply: writes went on",
                        "does not apply: no call failed");
    }

    @Test
    void aFaultOfSomeoneElsesIsInferredAsAnInterval() {
        Evidence evidence = whole(EvidenceBuilder.members(3)
                        .drill("observe")
                        .predicts(new Prediction.NoGap())
                        .steadyWrites(0, 1_000, 10)
                        .refusedWrites(1_005, 2_000, 10)
                        .steadyWrites(2_000, 5_000, 10)
                        .says("m1", "m1", 4, 0, 1_000, 25)
                        .dead("m1", 1_000, 2_000, 25))
                .build();
        Findings findings = findings(evidence);
        assertThat(findings.phases().getFirst().name()).isEqualTo("fault inferred");
        assertThat(findings.fault()).isEqualTo(new Span(975 * MILLI, 1_996 * MILLI));
        assertThat(findings.zeroNanos()).isEqualTo(975 * MILLI);
        assertThat(findings(whole(EvidenceBuilder.members(3).drill("observe").steadyWrites(0, 5_000, 10))
                                .build())
                        .fault())
                .isNull();
    }
}
