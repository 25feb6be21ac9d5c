package muster.engine.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import muster.engine.check.session.Guarantee;
import muster.engine.fault.Fault;
import muster.engine.history.Event;
import muster.engine.history.Evidence;
import muster.engine.history.EvidenceBuilder;
import muster.engine.history.Found;
import muster.engine.history.Op;
import muster.engine.history.Outcome;
import muster.engine.history.Prediction;
import muster.engine.history.Span;
import muster.engine.history.Stamp;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each check with evidence on which it must hold, must be broken and must be undecided. */
class ChecksTest {

    private static final long MILLI = 1_000_000;

    private static EvidenceBuilder members() {
        return EvidenceBuilder.members(3);
    }

    /** Writes stop for a second while m1 is dead. */
    private static EvidenceBuilder outage() {
        return members()
                .steadyWrites(0, 1_000, 10)
                .refusedWrites(1_000, 2_000, 10)
                .steadyWrites(2_000, 5_000, 10)
                .killed(1, "m1", 1_000)
                .healed(1, 3_000)
                .stalled(3);
    }

    private static Limit millis(long millis) {
        return new Limit.Fixed(Duration.ofMillis(millis));
    }

    private static void holds(Check check, Evidence evidence, String measured) {
        assertThat(check.judge(evidence)).isInstanceOf(Verdict.Holds.class);
        assertThat(check.judge(evidence).measured()).isEqualTo(measured);
    }

    private static void broken(Check check, Evidence evidence, String witness) {
        Verdict verdict = check.judge(evidence);
        assertThat(verdict).isInstanceOf(Verdict.Broken.class);
        assertThat(String.join("\n", ((Verdict.Broken) verdict).witness())).contains(witness);
    }

    private static void undecided(Check check, Evidence evidence, String why) {
        Verdict verdict = check.judge(evidence);
        assertThat(verdict).isInstanceOf(Verdict.Undecided.class);
        assertThat(verdict.why()).contains(why);
    }

    @Test
    void aGapWithinItsLimitHolds() {
        holds(new WriteGap(millis(1_500)), outage().ended(5_100).build(), "1.01 s ± 0.004 s");
        holds(new WriteGap(new Limit.Predicted()), outage().ended(5_100).build(), "1.01 s ± 0.004 s");
    }

    @Test
    void aGapBeyondItsLimitIsBrokenAndSaysBetweenWhichWrites() {
        broken(
                new WriteGap(millis(900)),
                outage().ended(5_100).build(),
                "acknowledged at 0.991 s, the first one after");
        Evidence none = outage().predicts(new Prediction.NoGap()).ended(5_100).build();
        broken(new WriteGap(new Limit.Predicted()), none, "at 2.001 s");
        broken(
                new WriteGap(new Limit.Predicted()),
                none,
                "what was done last before it ended: kill of m1, from 1.000 s on");
    }

    @Test
    void aGapThatAHealBroughtIsNotToldAsTheFaults() {
        Evidence late = members()
                .steadyWrites(0, 3_100, 10)
                .refusedWrites(3_100, 3_800, 10)
                .steadyWrites(3_800, 5_000, 10)
                .killed(1, "m1", 1_000)
                .healed(1, 3_000)
                .stalled(3)
                .predicts(new Prediction.NoGap())
                .ended(5_100)
                .build();
        broken(
                new WriteGap(new Limit.Predicted()),
                late,
                "what was done last before it ended: the heal of kill of m1, from 3.000 s on");
    }

    @Test
    void aGapThatStraddlesItsLimitIsUndecided() {
        undecided(new WriteGap(millis(1_010)), outage().ended(5_100).build(), "cannot be told");
    }

    @Test
    void aGapWithoutTrafficIsUndecided() {
        Evidence sparse = members()
                .steadyWrites(0, 5_000, 400)
                .killed(1, "m1", 1_000)
                .healed(1, 2_500)
                .stalled(3)
                .ended(5_100)
                .build();
        undecided(
                new WriteGap(millis(500)),
                sparse,
                "Only 4 writes were attempted while something was broken; 31 are needed to measure a gap of 500 ms.");
        undecided(new WriteGap(millis(500)), members().stalled(1).ended(1).build(), "No write was attempted");
        undecided(
                new WriteGap(millis(500)),
                members().refusedWrites(0, 500, 10).stalled(1).ended(600).build(),
                "None of 50 writes was acknowledged.");
    }

    @Test
    void aGapIsUndecidedWhenOurOwnStallsWereNotMeasured() {
        Evidence evidence = members().steadyWrites(0, 500, 10).ended(600).build();
        undecided(new WriteGap(millis(500)), evidence, "Our own stalls were not measured");
    }

    @Test
    void aGapThatNeverEndsIsBrokenOnceItIsLongerThanItsLimit() {
        Evidence evidence = members()
                .steadyWrites(0, 1_000, 10)
                .refusedWrites(1_000, 2_000, 10)
                .stalled(3)
                .ended(2_100)
                .build();
        broken(new WriteGap(millis(500)), evidence, "and none after it");
        undecided(new WriteGap(millis(1_500)), evidence, "until the load ended");
    }

    @Test
    void aRunThatWasCutShortProvesNoPass() {
        undecided(
                new WriteGap(millis(1_500)),
                outage().event(5_050, new Event.Interrupted("INT")).ended(5_100).build(),
                "interrupted by SIGINT");
        undecided(
                new WriteGap(millis(1_500)),
                outage().event(5_050, new Event.Failed("m3 died")).ended(5_100).build(),
                "m3 died");
        undecided(new WriteGap(millis(1_500)), outage().build(), "the run was cut off");
        broken(new WriteGap(millis(900)), outage().build(), "acknowledged at 0.991 s");
    }

    @Test
    void everyAcknowledgedWriteIsLookedFor() {
        Evidence evidence = members()
                .steadyWrites(0, 30, 10)
                .readBack(100, 0, 1, 2)
                .ended(200)
                .build();
        holds(new LostWrites(0), evidence, "0 of 3");
    }

    @Test
    void aStoreThatAcknowledgesAndForgetsIsCaughtWithTheIds() {
        Evidence evidence = members()
                .steadyWrites(0, 50, 10)
                .readBack(100, 0, 2, 3)
                .ended(200)
                .build();
        broken(
                new LostWrites(0),
                evidence,
                "write 1 of client 1 (k1 = v1) was acknowledged by m1 at 0.011 s and is not in the store");
        broken(new LostWrites(1), evidence, "write 4 of client 4");
        holds(new LostWrites(2), evidence, "2 of 5");
    }

    @Test
    void aWriteThatStandsWithAnotherValueIsLost() {
        Evidence evidence = members()
                .steadyWrites(0, 20, 10)
                .found(new Found(1, "something else", 1, new Stamp("m1", 4, 7)))
                .readBack(100, 0)
                .ended(200)
                .build();
        broken(new LostWrites(0), evidence, "write 1 of client 1");
    }

    @Test
    void aRefusedWriteThatStandsAndOneThatStandsTwiceAreBroken() {
        Evidence risen = members()
                .acked("m1", 0, 1)
                .refused("m1", 2, 3)
                .readBack(100, 0, 1)
                .ended(200)
                .build();
        broken(
                new LostWrites(0),
                risen,
                "write 1 of client 1 (k1 = v1) was refused by m1 at 0.003 s and is in the store");
        Evidence twice =
                members().acked("m1", 0, 1).found(0, 2).readBack(100).ended(200).build();
        broken(new LostWrites(0), twice, "applied more than once");
    }

    @Test
    void anUnknownWriteMayStandOrNot() {
        Evidence evidence = members()
                .acked("m1", 0, 1)
                .unknown("m1", 2, 1_002)
                .unknown("m1", 4, 1_004)
                .readBack(1_100, 0, 2)
                .ended(1_200)
                .build();
        holds(new LostWrites(0), evidence, "0 of 1");
        WriteAccounts accounts = WriteAccounts.of(evidence);
        assertThat(accounts.unknown()).hasSize(2);
        assertThat(accounts.unknownApplied()).hasSize(1);
    }

    /** Four acknowledged writes, the last with a warning; only the first stands, and m1 had the second alone. */
    private static EvidenceBuilder diverged() {
        return members()
                .acked("m1", 0, 1)
                .acked("m1", 2, 3)
                .acked("m1", 4, 5)
                .ackedLocally("m1", 6, 7)
                .salvaged(90, "m1", 1)
                .readBack(100, 0)
                .ended(200);
    }

    @Test
    void aWriteOnTheLosingSideAloneIsDivergedAndNotLost() {
        Evidence evidence = diverged().build();
        WriteAccounts accounts = WriteAccounts.of(evidence);
        assertThat(accounts.acknowledged()).hasSize(3);
        assertThat(accounts.acknowledgedLocally()).extracting(Op::id).containsExactly(3L);
        assertThat(accounts.found()).extracting(Op::id).containsExactly(0L);
        assertThat(accounts.diverged()).extracting(Op::id).containsExactly(1L);
        assertThat(accounts.lost()).extracting(Op::id).containsExactly(2L, 3L);
        broken(
                new LostWrites(1),
                evidence,
                "write 1 of client 1 (k1 = v1) was acknowledged by m1 at 0.003 s and stood on the losing side alone");
        assertThat(new LostWrites(1).judge(evidence).why())
                .isEqualTo("2 of 3 acknowledged writes are not in the store"
                        + " (1 of them stood on the losing side alone, and was salvaged)."
                        + " Of 1 acknowledged with a warning, which promises less, 1 is not in the store.");
        holds(new LostWrites(2), evidence, "2 of 3");
    }

    @Test
    void whatIsMissingMustHaveBeenSalvaged() {
        broken(new LossesSalvaged(), diverged().build(), "write 3 of client 3 (k3 = v3) was acknowledged with a");
        holds(
                new LossesSalvaged(),
                members()
                        .acked("m1", 0, 1)
                        .acked("m1", 2, 3)
                        .salvaged(90, "m1", 1)
                        .readBack(100, 0)
                        .ended(200)
                        .build(),
                "1 of 1");
        holds(
                new LossesSalvaged(),
                members().acked("m1", 0, 1).readBack(100, 0).ended(200).build(),
                "none missing");
        undecided(
                new LossesSalvaged(),
                members().acked("m1", 0, 1).salvaged(90, "m1", 0).ended(200).build(),
                "not read back");
        undecided(
                new LossesSalvaged(),
                members().refused("m1", 0, 1).readBack(50).ended(100).build(),
                "No write was acknowledged");
    }

    @Test
    void writesThatWereNotReadBackAreUndecided() {
        undecided(
                new LostWrites(0), members().steadyWrites(0, 50, 10).ended(100).build(), "not read back");
        undecided(
                new LostWrites(0),
                members().refused("m1", 0, 1).readBack(50).ended(100).build(),
                "No write was acknowledged");
    }

    @Test
    void linearizabilityIsUndecidedWithoutAnswers() {
        undecided(new Linearizable(), members().refused("m1", 0, 1).ended(2).build(), "No call was answered");
        holds(new Linearizable(), members().acked("m1", 0, 1).ended(2).build(), "1 call");
    }

    @Test
    void electionsAreCountedByTerms() {
        EvidenceBuilder builder = members()
                .says("m2", "m1", 4, 0, 1_000, 25)
                .says("m3", "m1", 4, 1, 1_000, 25)
                .says("m2", null, 5, 1_000, 1_100, 25)
                .says("m2", "m3", 6, 1_100, 2_000, 25)
                .says("m3", "m3", 6, 1_100, 2_000, 25);
        holds(new Elections(2), builder.ended(2_000).build(), "1 (term 4 → 6)");
        broken(new Elections(0), builder.build(), "m3 led in term 6 from 1.100 s to 1.976 s");
    }

    @Test
    void anElectionThatOnlyAnAnswerBetraysCounts() {
        Evidence evidence = members()
                .says("m1", "m1", 2, 0, 1_000, 25)
                .acked("m1", 500, 501)
                .ended(1_000)
                .build();
        broken(new Elections(0), evidence, "m1 led in term 2");
    }

    @Test
    void electionsAreUndecidedWhenMembersWereAskedTooSeldomOrNobodyLed() {
        Evidence seldom =
                members().says("m1", "m1", 4, 0, 2_000, 200).ended(2_000).build();
        undecided(new Elections(2), seldom, "m1 was asked every 200 ms");
        undecided(
                new Elections(2),
                members().says("m1", null, 4, 0, 500, 25).ended(600).build(),
                "ever named a leader");
    }

    @Test
    void aMemberThatIsSilentNeedNotBeAskedOftenWhileAMajorityIs() {
        EvidenceBuilder one = members().says("m1", "m1", 4, 0, 2_000, 1_000).says("m2", "m1", 4, 0, 2_000, 25);
        undecided(new Elections(0), one.ended(2_000).build(), "m1 was asked every 1.00 s");

        EvidenceBuilder two = members()
                .says("m1", "m1", 4, 0, 2_000, 1_000)
                .says("m2", "m1", 4, 0, 2_000, 25)
                .says("m3", "m1", 4, 0, 2_000, 25);
        holds(new Elections(0), two.ended(2_000).build(), "0 (term 4)");
    }

    /** m1 and m2 are dead from 1 s to 3 s. */
    private static EvidenceBuilder quorumLost() {
        return members()
                .killed(1, "m1", 1_000)
                .killed(2, "m2", 1_100)
                .healed(2, 3_000)
                .healed(1, 3_100)
                .steadyWrites(0, 1_000, 10);
    }

    @Test
    void withoutAMajorityWritesStop() {
        Evidence evidence =
                quorumLost().refusedWrites(1_000, 3_000, 10).ended(4_000).build();
        holds(new WritesStop(), evidence, "0 of 189 acknowledged");
    }

    @Test
    void aStoreThatAcknowledgesWithoutAMajorityIsCaught() {
        Evidence evidence = quorumLost()
                .refusedWrites(1_000, 3_000, 10)
                .acked("m3", 2_000, 2_001)
                .ended(4_000)
                .build();
        broken(new WritesStop(), evidence, "was acknowledged by m3 at 2.001 s");
    }

    @Test
    void anAnswerAfterTheHealOrASendBeforeTheProofSaysNothing() {
        Evidence evidence = quorumLost()
                .refusedWrites(1_000, 3_000, 10)
                .acked("m3", 2_900, 3_300)
                .acked("m3", 1_050, 1_150)
                .ended(4_000)
                .build();
        holds(new WritesStop(), evidence, "0 of 190 acknowledged");
    }

    @Test
    void writesStopIsUndecidedWithoutTrafficOrWithAMajority() {
        undecided(
                new WritesStop(),
                quorumLost().refused("m3", 2_000, 2_001).ended(4_000).build(),
                "10 are needed");
        undecided(new WritesStop(), outage().ended(5_000).build(), "No majority was proved dead");
    }

    @Test
    void inAFullStoreWritesStopToo() {
        assertThat(new Fault.QuotaFull().word()).isEqualTo(Standstill.QUOTA_FULL);
        holds(
                new WritesStop(),
                storeFull().refusedWrites(1_100, 3_000, 10).ended(4_000).build(),
                "0 of 190 acknowledged");
        broken(
                new WritesStop(),
                storeFull()
                        .refusedWrites(1_100, 3_000, 10)
                        .acked("m2", 2_000, 2_001)
                        .ended(4_000)
                        .build(),
                "was acknowledged by m2 at 2.001 s");
    }

    private static EvidenceBuilder storeFull() {
        return members()
                .event(1_000, new Event.FaultIntended(1, Standstill.QUOTA_FULL, "m1", "n1", "free m1"))
                .event(1_090, new Event.FaultInjected(1, new Span(1_000 * MILLI, 1_090 * MILLI)))
                .event(1_095, new Event.FaultBit(1, new Span(1_090 * MILLI, 1_095 * MILLI), "refused"))
                .healed(1, 3_000);
    }

    @Test
    void membersThatAreLeftAnswerLocalReads() {
        holds(
                new LocalReadsAnswer(),
                quorumLost()
                        .localRead("m3", 2_000, true)
                        .localRead("m3", 2_100, false)
                        .ended(4_000)
                        .build(),
                "m3 1 of 2");
        broken(
                new LocalReadsAnswer(),
                quorumLost().localRead("m3", 2_000, false).ended(4_000).build(),
                "m3 answered none of 1 local read");
        undecided(
                new LocalReadsAnswer(),
                quorumLost().localRead("m3", 500, true).ended(4_000).build(),
                "m3 was not asked");
    }

    /** m2 is dead from 1 s to 3 s; every member is asked ten times a second, and m2 does not answer until a moment. */
    private static EvidenceBuilder pods(long silentUntilMillis) {
        EvidenceBuilder asked = members().stalled(0).killed(1, "m2", 1_000).healed(1, 3_000);
        for (long at = 500; at < 4_000; at += 100) {
            asked.localRead("m1", at, true)
                    .localRead("m2", at, at < 1_000 || at >= silentUntilMillis)
                    .localRead("m3", at, true);
        }
        return asked;
    }

    @Test
    void noMemberIsSilentForLong() {
        LocalReadGap check = new LocalReadGap(Duration.ofSeconds(1));
        Verdict held = check.judge(pods(1_300).ended(4_000).build());
        assertThat(held).isInstanceOf(Verdict.Holds.class);
        assertThat(held.measured())
                .startsWith("m1 35 of 35, longest gap ")
                .contains("; m2 32 of 35, longest gap 4", "; m3 35 of 35, longest gap ");
        broken(check, pods(3_000).ended(4_000).build(), "m2 answered no local read for");
        broken(check, pods(9_000).ended(4_000).build(), "m2 answered no local read for more than");
        undecided(
                check,
                members()
                        .stalled(0)
                        .killed(1, "m2", 1_000)
                        .healed(1, 3_000)
                        .localRead("m1", 2_000, true)
                        .localRead("m2", 2_000, true)
                        .ended(4_000)
                        .build(),
                "m3 was not asked");
        undecided(check, pods(1_300).localRead("m1", 4_900, true).ended(5_000).build(), "cannot be told");
    }

    /** m1 is cut off from 1 s to 3 s; m2 writes k2 at 0.5 s, and again at 1.5 s. */
    private static EvidenceBuilder cutOff() {
        return members()
                .op(wrote(10, "m1", "old", 500))
                .killed(1, "m1", 1_000)
                .op(wrote(11, "m2", "new", 1_500))
                .healed(1, 3_000);
    }

    private static Op wrote(long id, String endpoint, String value, long atMillis) {
        return call(id, Op.Kind.WRITE, endpoint, value, value, atMillis);
    }

    private static Op readLocally(long id, String endpoint, String value, long atMillis) {
        return call(id, Op.Kind.LOCAL_READ, endpoint, null, value, atMillis);
    }

    private static Op call(
            long id, Op.Kind kind, String endpoint, @Nullable String argument, String value, long atMillis) {
        long sentNanos = atMillis * 1_000_000;
        Outcome outcome = new Outcome.Acked(value, new Stamp(endpoint, 4, id));
        return new Op(
                id,
                1,
                1,
                kind,
                "k2",
                argument,
                null,
                endpoint,
                sentNanos,
                sentNanos,
                sentNanos + 1_000_000,
                outcome,
                null);
    }

    @Test
    void readsOfAMemberThatIsCutOffComeFromThePast() {
        holds(
                new StaleLocalReads(),
                cutOff().op(readLocally(12, "m1", "old", 1_200))
                        .op(readLocally(13, "m1", "old", 2_501))
                        .ended(4_000)
                        .build(),
                "m1 1 of 2 stale, by up to 1.00 s");
    }

    @Test
    void aMemberThatIsHitAndKnowsTheLatestIsNotStale() {
        broken(
                new StaleLocalReads(),
                cutOff().op(readLocally(12, "m1", "new", 2_500)).ended(4_000).build(),
                "m1 answered 1 of 1 local read, none of them from the past");
        broken(
                new StaleLocalReads(),
                cutOff().localRead("m1", 2_000, false).ended(4_000).build(),
                "m1 answered 0 of 1 local read");
    }

    @Test
    void staleReadsAreUndecidedWhenTheMemberWasNotAskedWhileItWasHit() {
        undecided(
                new StaleLocalReads(),
                cutOff().op(readLocally(12, "m1", "old", 900))
                        .op(readLocally(13, "m2", "old", 2_000))
                        .op(readLocally(14, "m1", "old", 3_500))
                        .ended(4_000)
                        .build(),
                "m1 was not asked");
        undecided(new StaleLocalReads(), members().ended(4).build(), "No harm was proved");
    }

    @Test
    void aFaultThatDoesNotBiteIsNeverAPass() {
        Evidence missed = members()
                .event(1, new Event.FaultIntended(1, "kill", "m1", "n1", "start m1"))
                .event(2, new Event.FaultInjected(1, new Span(1 * MILLI, 2 * MILLI)))
                .event(3, new Event.FaultMissed(1, "m1 still answers"))
                .ended(4)
                .build();
        broken(new FaultBites(), missed, "kill of m1: m1 still answers");
        holds(new FaultBites(), outage().ended(5_000).build(), "1 of 1");
        undecided(new FaultBites(), members().ended(4).build(), "Nothing was injected");
        Evidence failed = members()
                .event(1, new Event.FaultIntended(1, "kill", "m1", "n1", "start m1"))
                .ended(4)
                .build();
        undecided(new FaultBites(), failed, "never looked for");
    }

    @Test
    void redundancyReturnsOrDoesNotOrWasNotAwaited() {
        Event reached = new Event.RedundancyReached(new Span(5 * MILLI, 6 * MILLI), "3 of 3 voters");
        holds(new RedundancyReturns(), members().event(6, reached).ended(7).build(), "at 0.006 s");
        broken(
                new RedundancyReturns(),
                members()
                        .event(6, new Event.RedundancyMissed("m2 lags"))
                        .ended(7)
                        .build(),
                "m2 lags");
        undecided(new RedundancyReturns(), members().ended(7).build(), "never got as far");
    }

    @Test
    void everyCheckSaysWhatItAllows() {
        List<Check> all = List.of(
                new WriteGap(millis(500)),
                new LostWrites(0),
                new LossesSalvaged(),
                new Linearizable(),
                new Elections(2),
                new WritesStop(),
                new LocalReadsAnswer(),
                new LocalReadGap(Duration.ofSeconds(2)),
                new StaleLocalReads(),
                new StalenessBound(Duration.ofMillis(500)),
                new SessionGuarantees(),
                new BrokenGuarantees(Set.of(Guarantee.READ_YOUR_WRITES)),
                new ElementsStay(),
                new Bank(),
                new FaultBites(),
                new RedundancyReturns(),
                new LostWritesBeside(),
                new BackToSnapshot());
        assertThat(all.stream().map(Check::getClass).toList())
                .as("every kind of check is tried")
                .hasSize(Check.class.getPermittedSubclasses().length);
        assertThat(all).allSatisfy(check -> assertThat(check.allows()).isNotBlank());
        assertThat(all.stream().map(Check::word)).doesNotHaveDuplicates();
    }
}
