package muster.pages.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AxesTest {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void timeCountsFromTheInjection() {
        TimeAxis axis = new TimeAxis(0, 25 * SECOND, 5 * SECOND, 50, 1_050);
        assertThat(axis.x(5 * SECOND)).isEqualTo(250);
        assertThat(axis.ticks().stream().map(TimeAxis.Tick::label))
                .startsWith("−4 s", "−2 s", "0 s", "2 s")
                .endsWith("18 s", "20 s");
    }

    @Test
    void aMomentOutsideLiesOnTheEdge() {
        TimeAxis axis = new TimeAxis(0, SECOND, 0, 50, 150);
        assertThat(axis.x(-1)).isEqualTo(50);
        assertThat(axis.x(Long.MAX_VALUE)).isEqualTo(150);
    }

    @Test
    void stepsAreRound() {
        assertThat(TimeAxis.step(1)).isEqualTo(1_000_000);
        assertThat(TimeAxis.step(130_000_000)).isEqualTo(200_000_000);
        assertThat(TimeAxis.step(3 * SECOND)).isEqualTo(5 * SECOND);
        assertThat(TimeAxis.step(7 * SECOND)).isEqualTo(10 * SECOND);
    }

    @Test
    void aDecadeOfLatencyIsAsHighAsAnyOther() {
        LatencyAxis axis = LatencyAxis.over(300_000, SECOND, 0, 100);
        double lower = axis.y(1_000_000) - axis.y(10_000_000);
        double upper = axis.y(100_000_000) - axis.y(SECOND);
        assertThat(upper).isCloseTo(lower, within(0.001));
        assertThat(axis.ticks().stream().map(LatencyAxis::label))
                .containsExactly("100 µs", "1 ms", "10 ms", "100 ms", "1 s");
    }

    @Test
    void nothingLeavesTheLatencyAxis() {
        LatencyAxis axis = LatencyAxis.over(0, 3 * SECOND, 10, 100);
        assertThat(axis.y(0)).isEqualTo(100);
        assertThat(axis.y(3 * SECOND)).isBetween(10.0, 100.0);
        assertThat(axis.y(Long.MAX_VALUE)).isEqualTo(10);
    }
}
