package muster.engine.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import muster.engine.check.session.Guarantee;
import muster.engine.history.Evidence;
import muster.engine.report.SampleEvidence;
import org.junit.jupiter.api.Test;

/** What every check promises: a word of its own, the same verdict for the same evidence, and no failure on evidence of any shape. */
class CheckContractTest {

    private static final List<Check> CHECKS = List.of(
            new WriteGap(new Limit.Predicted()),
            new WriteGap(new Limit.Fixed(Duration.ofSeconds(3))),
            new LostWrites(0),
            new LossesSalvaged(),
            new BackToSnapshot(),
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
            new LostWritesBeside());

    private static final Evidence SAMPLE = SampleEvidence.leaderKill();

    @Test
    void everyKindOfCheckIsHere() {
        assertThat(CHECKS.stream().map(Check::getClass).distinct().map(Class::getSimpleName))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Objects.requireNonNull(Check.class.getPermittedSubclasses()))
                                .map(Class::getSimpleName)
                                .toList());
    }

    @Test
    void everyCheckHasAWordAndSaysWhatItAllows() {
        for (Check check : CHECKS) {
            assertThat(check.word()).matches("[a-z]+(-[a-z]+)*");
            assertThat(check.allows()).isNotBlank();
        }
        assertThat(CHECKS.stream().map(Check::word).distinct()).hasSize(CHECKS.size() - 1);
    }

    @Test
    void theSameEvidenceGivesTheSameVerdict() {
        for (Check check : CHECKS) {
            assertThat(check.judge(SAMPLE)).as(check.word()).isEqualTo(check.judge(SAMPLE));
        }
    }

    @Test
    void aRunThatWasCutOffAnywhereIsJudgedWithoutFailing() {
        for (int events = 1; events <= SAMPLE.journal().size(); events++) {
            for (int share = 0; share <= 4; share++) {
                Evidence cut = cut(events, share);
                for (Check check : CHECKS) {
                    Verdict verdict = check.judge(cut);
                    assertThat(verdict.why())
                            .as("%s after %d events", check.word(), events)
                            .isNotBlank();
                }
            }
        }
    }

    @Test
    void nothingThatWasNotMeasuredIsAPass() {
        Evidence empty = cut(1, 0);

        for (Check check : CHECKS) {
            assertThat(check.judge(empty)).as(check.word()).isInstanceOf(Verdict.Undecided.class);
        }
    }

    private static Evidence cut(int events, int share) {
        return new Evidence(
                SAMPLE.facts(),
                SAMPLE.journal().subList(0, events),
                SAMPLE.ops().subList(0, SAMPLE.ops().size() * share / 4),
                events == SAMPLE.journal().size() ? SAMPLE.found() : List.of(),
                SAMPLE.sightings().subList(0, SAMPLE.sightings().size() * share / 4),
                SAMPLE.doubts());
    }
}
