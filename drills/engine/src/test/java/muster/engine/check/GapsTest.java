package muster.engine.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import muster.engine.history.EvidenceBuilder;
import muster.engine.history.Op;
import muster.engine.history.Outcome;
import muster.engine.history.Span;
import muster.engine.history.Stamp;
import org.junit.jupiter.api.Test;

class GapsTest {

    private static final long MILLI = 1_000_000;

    private static Gap longest(EvidenceBuilder builder, long stallMillis) {
        return Gaps.longest(builder.build().ops(), at -> stallMillis * MILLI).orElseThrow();
    }

    @Test
    void withoutAnAcknowledgementThereIsNoGapToMeasure() {
        assertThat(Gaps.longest(List.of(), at -> 0)).isEmpty();
        assertThat(Gaps.longest(
                        EvidenceBuilder.members(1).refused("m1", 0, 1).build().ops(), at -> 0))
                .isEmpty();
    }

    @Test
    void itLastsFromTheOneHeardToTheNextGivenAtLeastAndTheOtherWayRoundAtMost() {
        Gap gap = longest(EvidenceBuilder.members(1).steadyWrites(0, 1_000, 10).steadyWrites(2_000, 3_000, 10), 0);
        assertThat(gap.window()).isEqualTo(new Span(991 * MILLI, 2_001 * MILLI));
        assertThat(gap.leastNanos()).isBetween(1_009 * MILLI - 20_000, 1_009 * MILLI);
        assertThat(gap.mostNanos()).isEqualTo(1_011 * MILLI);
        assertThat(gap.first()).isEqualTo(100);
        assertThat(gap.open()).isFalse();
    }

    @Test
    void ourOwnStallWidensItOnBothSides() {
        Gap gap = longest(EvidenceBuilder.members(1).steadyWrites(0, 1_000, 10).steadyWrites(2_000, 3_000, 10), 40);
        assertThat(gap.leastNanos()).isBetween(969 * MILLI - 20_000, 969 * MILLI);
        assertThat(gap.mostNanos()).isEqualTo(1_051 * MILLI);
        assertThat(longest(EvidenceBuilder.members(1).steadyWrites(0, 100, 10), 40)
                        .leastNanos())
                .isZero();
    }

    @Test
    void theWaitingOfAWriteThatWasHeldIsPartOfTheGap() {
        Gap gap = longest(
                EvidenceBuilder.members(1)
                        .steadyWrites(0, 1_000, 10)
                        .acked("m1", 1_500, 2_000)
                        .steadyWrites(2_010, 3_000, 10),
                0);
        assertThat(gap.leastNanos()).isBetween(1_008 * MILLI - 20_000, 1_008 * MILLI);
        assertThat(gap.mostNanos()).isEqualTo(1_010 * MILLI);
    }

    @Test
    void callsThatFailedWithinItAreAttempts() {
        Gap gap = longest(
                EvidenceBuilder.members(1)
                        .steadyWrites(0, 1_000, 10)
                        .refusedWrites(1_000, 2_000, 10)
                        .steadyWrites(2_000, 3_000, 10),
                0);
        assertThat(gap.attempts()).isEqualTo(101);
    }

    @Test
    void anUnknownWriteEndsNoGap() {
        Gap gap = longest(
                EvidenceBuilder.members(1)
                        .steadyWrites(0, 1_000, 10)
                        .unknown("m1", 1_500, 2_500)
                        .steadyWrites(2_000, 3_000, 10),
                0);
        assertThat(gap.leastNanos()).isGreaterThan(1_000 * MILLI);
    }

    @Test
    void whatIsNotOverWhenTheLoadEndsIsOpen() {
        Gap gap = longest(EvidenceBuilder.members(1).steadyWrites(0, 1_000, 10).refusedWrites(1_000, 2_000, 10), 0);
        assertThat(gap.open()).isTrue();
        assertThat(gap.leastNanos()).isBetween(998 * MILLI, 1_000 * MILLI);
        assertThat(gap.words()).isEqualTo("more than 999 ms");
    }

    @Test
    void aTimeWithoutAcknowledgementAtTheBeginningIsAGapToo() {
        Gap gap = longest(EvidenceBuilder.members(1).refusedWrites(0, 1_000, 10).steadyWrites(1_000, 1_500, 10), 0);
        assertThat(gap.leastNanos()).isGreaterThan(990 * MILLI);
    }

    /** Whatever moments within their intervals the acknowledgements were given at, the longest distance lies within the bounds. */
    @Test
    void everyChoiceOfMomentsLiesWithinTheBounds() {
        Random random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            List<Op> calls = new ArrayList<>();
            List<Long> moments = new ArrayList<>();
            int size = 2 + random.nextInt(12);
            long latency = random.nextLong(1, 20_000_000);
            for (int id = 0; id < size; id++) {
                long sent = random.nextInt(100_000_000);
                calls.add(new Op(
                        id,
                        0,
                        id,
                        Op.Kind.WRITE,
                        "k",
                        "v" + id,
                        null,
                        "m1",
                        sent,
                        sent,
                        sent + latency,
                        new Outcome.Acked("v" + id, new Stamp("m1", 1, 1)),
                        null));
                moments.add(sent + random.nextLong(latency + 1));
            }
            moments.add(calls.stream().mapToLong(Op::sentNanos).min().orElseThrow());
            moments.add(calls.stream().mapToLong(Op::doneNanos).max().orElseThrow());
            long[] ordered =
                    moments.stream().mapToLong(Long::longValue).sorted().toArray();
            long distance = 0;
            for (int i = 1; i < ordered.length; i++) {
                distance = Math.max(distance, ordered[i] - ordered[i - 1]);
            }
            Gap gap = Gaps.longest(calls, at -> 0).orElseThrow();
            assertThat(distance).as("round %d", round).isBetween(gap.leastNanos(), gap.mostNanos());
        }
    }
}
