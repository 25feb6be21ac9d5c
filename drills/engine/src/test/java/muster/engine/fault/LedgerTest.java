package muster.engine.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import muster.engine.history.OperatorException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void whatWasNotStruckIsOpen() {
        write(intent(1), intent(2), new Ledger.Struck("drill/now", 1));

        assertThat(Ledger.openIn(path())).containsExactly(intent(2));
    }

    @Test
    void aMissingLedgerHoldsNothing() {
        assertThat(Ledger.openIn(path())).isEmpty();
    }

    @Test
    void cutAtEveryByteItTellsTheLastWholeLineAndInventsNothing() throws IOException {
        write(intent(1), new Ledger.Struck("drill/now", 1), intent(2));
        byte[] whole = Files.readAllBytes(path());
        long first = indexOf(whole, 0);
        long second = indexOf(whole, first + 1);

        for (int cut = 0; cut <= whole.length; cut++) {
            Files.write(path(), Arrays.copyOf(whole, cut));
            List<Ledger.Intent> open = Ledger.openIn(path());
            if (cut <= first) {
                assertThat(open).as("cut at %d", cut).isEmpty();
            } else if (cut <= second) {
                assertThat(open).as("cut at %d", cut).containsExactly(intent(1));
            } else if (cut < whole.length) {
                assertThat(open).as("cut at %d", cut).isEmpty();
            } else {
                assertThat(open).containsExactly(intent(2));
            }
        }
    }

    @Test
    void whatIsWrittenAfterATornLineIsWhole() throws IOException {
        write(intent(1), intent(2));
        byte[] whole = Files.readAllBytes(path());
        Files.write(path(), Arrays.copyOf(whole, whole.length - 7));

        write(intent(3));

        assertThat(Ledger.openIn(path())).containsExactly(intent(1), intent(3));
    }

    @Test
    void aFlippedBitIsFoundWithItsLine() throws IOException {
        write(intent(1), intent(2));
        byte[] bytes = Files.readAllBytes(path());
        bytes[20] ^= 1;
        Files.write(path(), bytes);

        assertThatThrownBy(() -> Ledger.openIn(path()))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("ledger.jsonl:1");
    }

    @Test
    void aLedgerThatCannotBeMadeIsRefusedInOneLine() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> Ledger.open(file.resolve("ledger.jsonl")))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("cannot be written");
    }

    private Path path() {
        return folder.resolve("ledger.jsonl");
    }

    private void write(Ledger.Line... lines) {
        try (Ledger ledger = Ledger.open(path())) {
            for (Ledger.Line line : lines) {
                switch (line) {
                    case Ledger.Intent intent -> ledger.intend(intent);
                    case Ledger.Struck struck -> ledger.strike(struck);
                }
            }
        }
    }

    /** The first is of a version that wrote no deadline. */
    private static Ledger.Intent intent(int number) {
        Instant by = number == 1 ? null : Instant.ofEpochSecond(number);
        return new Ledger.Intent("drill/now", number, "lab", "boot:1:2", "n1", "kill", "m1", "heal m1", "clean m1", by);
    }

    private static long indexOf(byte[] bytes, long from) {
        for (int i = (int) from; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }
}
