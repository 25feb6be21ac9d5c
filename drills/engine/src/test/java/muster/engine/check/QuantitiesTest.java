package muster.engine.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuantitiesTest {

    private static final long MILLI = 1_000_000;

    @Test
    void aLengthHasAUnitAndAsManyDigitsAsItBears() {
        assertThat(Quantities.length(0)).isEqualTo("0 ms");
        assertThat(Quantities.length(300_000)).isEqualTo("0.3 ms");
        assertThat(Quantities.length(24 * MILLI)).isEqualTo("24 ms");
        assertThat(Quantities.length(999 * MILLI)).isEqualTo("999 ms");
        assertThat(Quantities.length(999_700_000)).isEqualTo("1.00 s");
        assertThat(Quantities.length(1_120 * MILLI)).isEqualTo("1.12 s");
        assertThat(Quantities.length(13_449 * MILLI)).isEqualTo("13.4 s");
    }

    @Test
    void aDoubtStandsBesideItsFigure() {
        assertThat(Quantities.between(1_115 * MILLI, 1_125 * MILLI)).isEqualTo("1.12 s ± 0.005 s");
        assertThat(Quantities.between(20 * MILLI, 28 * MILLI)).isEqualTo("24 ms ± 4.0 ms");
        assertThat(Quantities.between(0, 28 * MILLI)).isEqualTo("at most 28 ms");
    }

    @Test
    void thousandsStandApart() {
        assertThat(Quantities.count(1, "write")).isEqualTo("1 write");
        assertThat(Quantities.count(0, "write")).isEqualTo("0 writes");
        assertThat(Quantities.count(1_234_567, "write")).isEqualTo("1 234 567 writes");
    }

    @Test
    void aMomentIsInSeconds() {
        assertThat(Quantities.moment(5_013 * MILLI)).isEqualTo("5.013 s");
    }
}
