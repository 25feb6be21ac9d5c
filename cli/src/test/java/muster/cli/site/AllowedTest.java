package muster.cli.site;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import muster.engine.history.OperatorException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an allowance lets through, by its literal words. */
final class AllowedTest {

    private static Allowed allowed(SiteEntry.@Nullable Allowance allowance, String time) {
        SiteEntry entry = new SiteEntry("prod", "/k", "c", null, null, null, null).with(allowance);
        return new Allowed(entry, () -> ZonedDateTime.parse("2026-01-05T%s:00Z".formatted(time)));
    }

    @Test
    void withoutAnAllowanceNothingMayBeBroken() {
        assertThatThrownBy(() -> allowed(null, "12:00").demandAnything())
                .isInstanceOf(OperatorException.class)
                .hasMessage("nothing may be broken on prod");
        assertThatThrownBy(() -> allowed(null, "12:00").demand("n1", "kill")).isInstanceOf(OperatorException.class);
    }

    @Test
    void onlyTheNodesAndFaultsThatAreNamed() {
        Allowed some = allowed(new SiteEntry.Allowance(List.of("n2"), List.of("kill"), null, null), "12:00");
        assertThatCode(() -> some.demand("n2", "kill")).doesNotThrowAnyException();
        assertThatThrownBy(() -> some.demand("n1", "kill")).hasMessageContaining("n1 of prod may not be broken");
        assertThatThrownBy(() -> some.demand("n2", "pause")).hasMessageContaining("pause is not allowed on prod");
    }

    @ParameterizedTest
    @CsvSource({
        "09:00-17:00, 08:59, false",
        "09:00-17:00, 09:00, true",
        "09:00-17:00, 16:59, true",
        "09:00-17:00, 17:00, false",
        "22:00-06:00, 23:00, true",
        "22:00-06:00, 05:59, true",
        "22:00-06:00, 06:00, false",
        "22:00-06:00, 12:00, false"
    })
    void onlyAtTheHoursOfTheirTimeZone(String hours, String time, boolean may) {
        SiteEntry.Allowance allowance = new SiteEntry.Allowance(List.of(), List.of(), hours, "UTC");
        if (may) {
            assertThatCode(() -> allowed(allowance, time).demandAnything()).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> allowed(allowance, time).demandAnything())
                    .hasMessageContaining(
                            "prod may be broken at %s only (UTC), and there it is %s".formatted(hours, time));
        }
    }

    @Test
    void theHoursAreThoseOfTheZoneThatWasNamed() {
        SiteEntry.Allowance allowance = new SiteEntry.Allowance(List.of(), List.of(), "09:00-17:00", "Asia/Tokyo");
        Allowed there = new Allowed(
                new SiteEntry("prod", "/k", "c", null, null, allowance, null),
                () -> ZonedDateTime.parse("2026-01-05T01:00:00Z").withZoneSameInstant(ZoneId.of("UTC")));
        assertThatCode(there::demandAnything).doesNotThrowAnyException();
    }
}
