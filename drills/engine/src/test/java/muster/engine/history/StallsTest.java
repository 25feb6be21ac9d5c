package muster.engine.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StallsTest {

    private static final long MILLI = 1_000_000;

    private static final Evidence STALLED = EvidenceBuilder.members(3)
            .event(
                    20_000,
                    new Event.Hiccups(
                            20_000,
                            300_000,
                            List.of(
                                    new Event.Stall(5_000 * MILLI, 90 * MILLI),
                                    new Event.Stall(9_000 * MILLI, 7 * MILLI),
                                    new Event.Stall(12_000 * MILLI, 2 * MILLI))))
            .ended(20_001)
            .build();

    @Test
    void theWorstIsTheWorstOfTheRun() {
        assertThat(STALLED.worstStallNanos()).contains(90 * MILLI);
    }

    @Test
    void aMomentIsAsLateAsTheStallAroundIt() {
        assertThat(STALLED.stallNanosAt(5_010 * MILLI)).isEqualTo(90 * MILLI);
        assertThat(STALLED.stallNanosAt(5_120 * MILLI)).isEqualTo(90 * MILLI);
        assertThat(STALLED.stallNanosAt(8_990 * MILLI)).isEqualTo(7 * MILLI);
    }

    @Test
    void farFromEveryStallItIsAsLateAsTheShortestThatWasKept() {
        assertThat(STALLED.stallNanosAt(7_000 * MILLI)).isEqualTo(2 * MILLI);
    }

    @Test
    void withoutAMeasurementNothingIsKnown() {
        Evidence unmeasured = EvidenceBuilder.members(3).ended(1).build();

        assertThat(unmeasured.worstStallNanos()).isEmpty();
        assertThat(unmeasured.stallNanosAt(0)).isZero();
    }
}
