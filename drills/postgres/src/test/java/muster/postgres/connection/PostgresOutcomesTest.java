package muster.postgres.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import muster.engine.history.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What each error means, by its SQLSTATE and by who raised it. */
final class PostgresOutcomesTest {

    private static PSQLException raised(String severity, String state) {
        return new PSQLException(new ServerErrorMessage("S%s\0C%s\0Mwords\0".formatted(severity, state)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0A000", "21000", "22001", "22P02", "23505", "23503", "25006", "25P02", "26000", "28000", "28P01",
                "3D000", "3F000", "40001", "40P01", "42501", "42601", "42P01", "53100", "53200", "53300", "54000",
                "55000", "55P03", "57014"
            })
    void surelyNotApplied(String state) {
        assertThat(PostgresOutcomes.of(raised("ERROR", state)))
                .isEqualTo(new Outcome.Refused("ERROR: words (SQLSTATE %s)".formatted(state)));
    }

    @ParameterizedTest
    @CsvSource({
        "FATAL, 57P01", // terminated by an administrator: perhaps while the commit waited for a standby
        "FATAL, 57P02", // another server process crashed
        "FATAL, 57P04",
        "FATAL, 57P05",
        "FATAL, 25P03",
        "ERROR, 40003", // the server itself does not know
        "ERROR, 58030", // I/O error
        "ERROR, XX000",
        "ERROR, XX001",
        "ERROR, P0001",
        "PANIC, 53100", // the disk was full in the middle of a commit
        "FATAL, 28000",
        "FEHLER, 25006" // a severity that we cannot read
    })
    void perhapsApplied(String severity, String state) {
        assertThat(PostgresOutcomes.of(raised(severity, state))).isInstanceOf(Outcome.Unknown.class);
    }

    @ParameterizedTest
    @CsvSource({
        "08000, false",
        "08006, false",
        "08007, false",
        "08P01, false",
        "08001, true",
        "08003, true",
        "08004, true"
    })
    void whatTheDriverRaises(String state, boolean refused) {
        assertThat(PostgresOutcomes.of(new SQLException("lost", state)))
                .isInstanceOf(refused ? Outcome.Refused.class : Outcome.Unknown.class);
    }

    @Test
    void anErrorWithoutACodeIsUnknown() {
        assertThat(PostgresOutcomes.of(new SQLException("one\n  two"))).isEqualTo(new Outcome.Unknown("one; two"));
    }

    @ParameterizedTest
    @CsvSource({"FATAL, 57P03", "FATAL, 53300", "FATAL, 28P01"})
    void withoutAConnectionNothingWasSent(String severity, String state) {
        assertThat(PostgresOutcomes.connecting(raised(severity, state)).why()).startsWith("not sent: ");
    }

    @Test
    void aBrokenConnectionIsToldInTheWordsOfItsCause() {
        SQLException broken = new SQLException("An I/O error occurred", "08006", new EOFException("end of stream"));
        assertThat(PostgresOutcomes.of(broken)).isEqualTo(new Outcome.Unknown("end of stream (SQLSTATE 08006)"));
    }

    @Test
    void silenceAndRefusalAreToldApart() {
        SQLException mute = new SQLException("lost", "08006", new SocketTimeoutException("Read timed out"));
        SQLException closed = new SQLException("lost", "08001", new ConnectException("Connection refused"));
        assertThat(PostgresOutcomes.silent(mute)).isTrue();
        assertThat(PostgresOutcomes.nobodyListens(mute)).isFalse();
        assertThat(PostgresOutcomes.silent(closed)).isFalse();
        assertThat(PostgresOutcomes.nobodyListens(closed)).isTrue();
    }

    @Test
    void onlyAConnectionWhoseErrorLeftItWholeIsUsedAgain() {
        assertThat(PostgresOutcomes.survives(raised("ERROR", "23505"))).isTrue();
        assertThat(PostgresOutcomes.survives(raised("ERROR", "57014"))).isTrue();
        assertThat(PostgresOutcomes.survives(raised("FATAL", "57P01"))).isFalse();
        assertThat(PostgresOutcomes.survives(raised("PANIC", "53100"))).isFalse();
        assertThat(PostgresOutcomes.survives(new SQLException("lost", "08006"))).isFalse();
    }
}
