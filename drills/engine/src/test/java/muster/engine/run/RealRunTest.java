package muster.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import muster.engine.fault.Ledger;
import muster.engine.history.Entry;
import muster.engine.history.Evidence;
import muster.engine.history.OperatorException;
import muster.engine.history.RunFolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Journal and ledger of a run on a lab of real servers, in which two of three members were killed, cut at every byte and read back: the
 * last whole line and nothing invented. A flipped bit is found.
 */
class RealRunTest {

    private static final String RUN = "quorum-lost/2026-11-21T06-54-18Z";

    @TempDir
    Path folder;

    private RunFolder run;
    private Path ledger;
    private byte[] journalBytes;
    private byte[] ledgerBytes;

    RealRunTest() {
        run = new RunFolder(Path.of(""));
        ledger = Path.of("");
        journalBytes = new byte[0];
        ledgerBytes = new byte[0];
    }

    @BeforeEach
    void write() throws IOException {
        run = new RunFolder(folder);
        ledger = folder.resolve("ledger.jsonl");
        journalBytes = resource("journal.jsonl");
        ledgerBytes = resource("ledger.jsonl");
        Files.write(run.journal(), journalBytes);
        Files.write(ledger, ledgerBytes);
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream stream = Objects.requireNonNull(RealRunTest.class.getResourceAsStream("real/" + name))) {
            return stream.readAllBytes();
        }
    }

    @Test
    void theWholeRunIsReadBack() throws IOException {
        assertThat(run.evidence().doubts()).isEmpty();
        assertThat(run.evidence().facts().run()).isEqualTo(RUN);
        assertThat(Ledger.openIn(ledger)).isEmpty();
        assertThat(Ledger.struckIn(ledger, RUN)).containsExactlyInAnyOrder(1, 2);
    }

    @Test
    void aJournalCutAtEveryByteTellsItsWholeLinesAndSaysThatItWasCut() throws IOException {
        List<Entry> whole = run.evidence().journal();
        for (int size = 0; size < journalBytes.length; size++) {
            Files.write(run.journal(), Arrays.copyOf(journalBytes, size));
            int lines = ends(journalBytes, size);
            if (lines == 0) {
                assertThatThrownBy(run::evidence).as("cut at %d", size).isInstanceOf(OperatorException.class);
                continue;
            }
            boolean torn = journalBytes[size - 1] != '\n';
            Evidence evidence = run.evidence();
            assertThat(evidence.journal()).as("cut at %d", size).isEqualTo(whole.subList(0, lines));
            List<String> doubts = new ArrayList<>();
            if (torn) {
                doubts.add("journal.jsonl: a torn last line was dropped");
            }
            doubts.add("the journal has no end: the run was cut off");
            assertThat(evidence.doubts()).as("cut at %d", size).isEqualTo(doubts);
        }
    }

    @Test
    void aLedgerCutAtEveryByteTellsExactlyWhatWasIntendedAndNotStruck() throws IOException {
        List<List<String>> openAfter = List.of(List.of(), List.of("m1"), List.of("m1", "m2"), List.of("m1"), List.of());
        for (int size = 0; size <= ledgerBytes.length; size++) {
            Files.write(ledger, Arrays.copyOf(ledgerBytes, size));
            assertThat(Ledger.openIn(ledger))
                    .as("cut at %d", size)
                    .extracting(Ledger.Intent::member)
                    .isEqualTo(openAfter.get(ends(ledgerBytes, size)));
        }
    }

    @Test
    void aFlippedBitInTheJournalIsFound() throws IOException {
        for (int at = 0; at < journalBytes.length - 1; at++) {
            Files.write(run.journal(), flipped(journalBytes, at, at % 8));
            assertThatThrownBy(run::evidence)
                    .as("byte %d", at)
                    .isInstanceOf(OperatorException.class)
                    .hasMessageContaining(run.journal() + ":");
        }
        Files.write(run.journal(), flipped(journalBytes, journalBytes.length - 1, 0));
        assertThat(run.evidence().doubts()).isNotEmpty();
    }

    @Test
    void everyFlippedBitInTheLedgerIsFound() throws IOException {
        for (int at = 0; at < ledgerBytes.length - 1; at++) {
            for (int bit = 0; bit < 8; bit++) {
                Files.write(ledger, flipped(ledgerBytes, at, bit));
                assertThatThrownBy(() -> Ledger.openIn(ledger))
                        .as("byte %d, bit %d", at, bit)
                        .isInstanceOf(OperatorException.class)
                        .hasMessageContaining("ledger.jsonl:");
            }
        }
    }

    private static byte[] flipped(byte[] bytes, int at, int bit) {
        byte[] flipped = bytes.clone();
        flipped[at] ^= (byte) (1 << bit);
        return flipped;
    }

    private static int ends(byte[] bytes, int size) {
        int lines = 0;
        for (int i = 0; i < size; i++) {
            lines += bytes[i] == '\n' ? 1 : 0;
        }
        return lines;
    }
}
