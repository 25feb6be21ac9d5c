package muster.engine.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryLogTest {

    private static final Stamp STAMP = new Stamp("m1", 4, 1_101);

    @TempDir
    Path folder;

    private static List<Op> everyKind() {
        List<Op> ops = new ArrayList<>();
        ops.add(op(0, Op.Kind.WRITE, "v0", null, 30, new Outcome.Acked("v0", STAMP), null));
        ops.add(op(1, Op.Kind.READ, null, null, 31, new Outcome.Acked(null, STAMP), null));
        ops.add(op(
                2, Op.Kind.COMPARE_AND_SET, "v2", "v0", 32, new Outcome.Refused("no \"such\"\n\\ thing: ü €"), null));
        ops.add(op(3, Op.Kind.LOCAL_READ, null, null, 33, new Outcome.Acked("v0", STAMP), null));
        ops.add(op(4, Op.Kind.WRITE, "v4", null, 34, new Outcome.AckedLocally("v4", STAMP, "canceling wait"), null));
        Op.Late late = new Op.Late(Long.MAX_VALUE - 1, new Outcome.Acked("v5", STAMP));
        ops.add(op(5, Op.Kind.WRITE, "v5", null, 35, new Outcome.Unknown("no answer"), late));
        ops.add(op(6, Op.Kind.WRITE, "v6", null, 36, new Outcome.Unknown(""), null));
        ops.add(op(7, Op.Kind.INSERT, "v7", null, 37, new Outcome.Acked("v7", STAMP), null));
        ops.add(op(8, Op.Kind.TRANSFER, "a0>a1:9", null, 38, new Outcome.Acked("a0>a1:9", STAMP), null));
        ops.add(op(9, Op.Kind.SNAPSHOT, null, null, 39, new Outcome.Acked("a0=-9 a1=9", STAMP), null));
        ops.add(op(10, Op.Kind.LOCAL_SNAPSHOT, null, null, 40, new Outcome.Acked(null, STAMP), null));
        return ops;
    }

    private static Op op(
            long id,
            Op.Kind kind,
            @Nullable String argument,
            @Nullable String expected,
            long done,
            Outcome outcome,
            Op.@Nullable Late late) {
        return new Op(id, 3, 1_000 + id, kind, "k" + id, argument, expected, "m2", -5, 10 + id, done, outcome, late);
    }

    private static void write(HistoryLog log, List<Op> ops) throws IOException {
        for (Op op : ops) {
            log.sending(op);
        }
        for (Op op : ops) {
            log.done(op);
            Op.Late late = op.late();
            if (late != null) {
                log.late(op.id(), late);
            }
        }
    }

    @Test
    void everyKindOfCallComesBackAsItWas() throws IOException {
        Path file = folder.resolve("history.jsonl");
        Found found = new Found(5, "v5", 2, STAMP);
        try (HistoryLog log = HistoryLog.create(file)) {
            write(log, everyKind());
            log.found(found);
        }
        HistoryReader.History history = HistoryReader.read(file);
        assertThat(history.ops()).isEqualTo(everyKind());
        assertThat(history.found()).containsExactly(found);
        assertThat(history.torn()).isFalse();
    }

    @Test
    void aLineThatStraddlesAWindowIsWhole() throws IOException {
        Path file = folder.resolve("history.jsonl");
        List<Op> ops = new ArrayList<>();
        for (int id = 0; id < 8_000; id++) {
            ops.add(op(id, Op.Kind.WRITE, "v" + id, null, 100 + id, new Outcome.Acked("v" + id, STAMP), null));
        }
        try (HistoryLog log = HistoryLog.create(file)) {
            write(log, ops);
        }
        assertThat(Files.size(file)).isGreaterThan(1 << 20);
        assertThat(HistoryReader.read(file).ops()).isEqualTo(ops);
    }

    @Test
    void beforeItIsClosedAllOfItCanBeRead() throws IOException {
        Path file = folder.resolve("history.jsonl");
        try (HistoryLog log = HistoryLog.create(file)) {
            write(log, everyKind());
            assertThat(HistoryReader.read(file).ops()).isEqualTo(everyKind());
            log.force();
            assertThat(HistoryReader.read(file).ops()).isEqualTo(everyKind());
        }
    }

    @Test
    void cutAtAnyByteNoWholeLineIsLostAndAMissingEndIsUnknown() throws IOException {
        Path file = folder.resolve("history.jsonl");
        try (HistoryLog log = HistoryLog.create(file)) {
            write(log, everyKind());
        }
        byte[] whole = Files.readAllBytes(file);
        for (int size = 0; size <= whole.length; size++) {
            Files.write(file, Arrays.copyOf(Arrays.copyOf(whole, size), size + 100));
            HistoryReader.History history = HistoryReader.read(file);
            assertThat(history.torn()).isEqualTo(size > 0 && whole[size - 1] != '\n');
            String text = new String(whole, 0, size, StandardCharsets.US_ASCII);
            long sends = text.substring(0, text.lastIndexOf('\n') + 1)
                    .lines()
                    .filter(line -> line.startsWith("{\"send\""))
                    .count();
            assertThat(history.ops()).hasSize((int) sends);
            for (Op op : history.ops()) {
                Op told = everyKind().get((int) op.id());
                assertThat(op.argument()).isEqualTo(told.argument());
                assertThat(op.outcome()).isIn(told.outcome(), new Outcome.Unknown("its end was never recorded"));
            }
        }
    }

    @Test
    void anInterruptedThreadCanStillWriteOverTheEdgeOfAWindow() throws IOException {
        Path file = folder.resolve("history.jsonl");
        Op op = everyKind().getFirst();
        try (HistoryLog log = HistoryLog.create(file)) {
            Thread.currentThread().interrupt();
            for (int i = 0; i < 10_000; i++) {
                log.sending(op);
            }
            log.force();
        }
        assertThat(Thread.interrupted())
                .as("the interruption is left to be seen")
                .isTrue();
        assertThat(SealedFile.read(file).lines()).hasSize(10_000);
    }

    @Test
    void aHistoryIsNeverOverwritten() throws IOException {
        Path file = folder.resolve("history.jsonl");
        HistoryLog.create(file).close();
        assertThatThrownBy(() -> HistoryLog.create(file)).isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void nothingIsTakenAfterTheEnd() throws IOException {
        HistoryLog log = HistoryLog.create(folder.resolve("history.jsonl"));
        log.close();
        assertThatThrownBy(() -> log.sending(everyKind().getFirst()))
                .isInstanceOf(IOException.class)
                .hasMessage("the history is closed");
    }

    /** In a process of its own, whose files may not grow: for the writer that is a full disk. */
    @Test
    void aFullDiskIsAnErrorBeforeTheSendAndWhatWasWrittenStands() throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(
                        "sh",
                        "-c",
                        "ulimit -f 6144; exec \"$@\"",
                        "sh",
                        java.toString(),
                        "-XX:-UsePerfData",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FullDisk.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        String said = Files.readString(output);
        assertThat(process.exitValue()).as(said).isZero();
        int taken = Integer.parseInt(said.strip());
        assertThat(taken).isPositive();
        assertThat(HistoryReader.read(folder.resolve("history.jsonl")).ops()).hasSize(taken);
        SealedFile.Content journal = SealedFile.read(folder.resolve("journal.jsonl"));
        assertThat(journal.torn()).isFalse();
        assertThat(journal.lines()).isNotEmpty();
    }
}
