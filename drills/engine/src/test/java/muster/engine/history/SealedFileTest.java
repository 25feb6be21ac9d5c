package muster.engine.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealedFileTest {

    private static final List<String> LINES = List.of("{\"a\":1}", "{\"b\":\"ü, \\\"quoted\\\"\"}", "{\"c\":[1,2,3]}");

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("journal of a run.jsonl");
        append(LINES);
    }

    private void append(List<String> lines) throws IOException {
        try (SealedFile sealed = SealedFile.open(file)) {
            for (String line : lines) {
                sealed.append(line);
            }
        }
    }

    @Test
    void returnsWhatWasAppended() throws IOException {
        assertThat(SealedFile.read(file)).isEqualTo(new SealedFile.Content(LINES, false));
    }

    @Test
    void aSealCanBeOpened() {
        assertThat(Seal.seal("{\"a\":1}")).matches("\\{\"a\":1,\"crc\":\"[0-9a-f]{8}\"}");
        assertThat(Seal.open(Seal.seal("{\"a\":1}"))).isEqualTo("{\"a\":1}");
    }

    @Test
    void cutAtAnyByteItLosesTheTornLineOnlyAndSaysSo() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        for (int size = 0; size <= whole.length; size++) {
            Files.write(file, Arrays.copyOf(whole, size));
            int lines = ends(whole, size);
            boolean torn = size > 0 && whole[size - 1] != '\n';
            assertThat(SealedFile.read(file)).isEqualTo(new SealedFile.Content(LINES.subList(0, lines), torn));
        }
    }

    @Test
    void afterATornLineTheNextOneIsWhole() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        for (int size = 1; size < whole.length; size++) {
            Files.write(file, Arrays.copyOf(whole, size));
            append(List.of("{\"next\":true}"));
            SealedFile.Content content = SealedFile.read(file);
            assertThat(content.torn()).isFalse();
            assertThat(content.lines()).hasSize(ends(whole, size) + 1).last().isEqualTo("{\"next\":true}");
        }
    }

    @Test
    void everyFlippedBitIsFoundOrReportedAsTorn() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        for (int at = 0; at < whole.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] flipped = whole.clone();
                flipped[at] ^= (byte) (1 << bit);
                Files.write(file, flipped);
                if (at == whole.length - 1) {
                    assertThat(SealedFile.read(file).torn()).isTrue();
                } else {
                    assertThatThrownBy(() -> SealedFile.read(file))
                            .as("byte %d, bit %d", at, bit)
                            .isInstanceOf(OperatorException.class)
                            .hasMessageContaining(file + ":");
                }
            }
        }
    }

    @Test
    void aLineTakenOutOfTheMiddleIsNotTheSealsToFind() throws IOException {
        List<String> lines = Files.readAllLines(file);
        Files.write(file, List.of(lines.get(0), lines.get(2)));
        assertThat(SealedFile.read(file).lines()).containsExactly(LINES.get(0), LINES.get(2));
    }

    @Test
    void anInterruptedThreadCanStillWrite() throws IOException {
        Thread.currentThread().interrupt();
        append(List.of("{\"next\":true}"));
        assertThat(Thread.interrupted())
                .as("the interruption is left to be seen")
                .isTrue();
        assertThat(SealedFile.read(file).lines()).hasSize(LINES.size() + 1);
    }

    @Test
    void zerosAtTheEndAreRoomThatWasNotUsed() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length + 4_096));
        assertThat(SealedFile.read(file)).isEqualTo(new SealedFile.Content(LINES, false));
    }

    private static int ends(byte[] bytes, int size) {
        int lines = 0;
        for (int i = 0; i < size; i++) {
            lines += bytes[i] == '\n' ? 1 : 0;
        }
        return lines;
    }
}
