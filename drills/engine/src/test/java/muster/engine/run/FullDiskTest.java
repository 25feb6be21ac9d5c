package muster.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The disk takes no more while a fault is open: what is broken is healed all the same, and the operator is told. The disk is a limit on
 * the size of files (setrlimit(2)), which an ordinary user can set as well; the history and the journal get past their beginnings.
 */
class FullDiskTest {

    /** Of 512 bytes: 2 MiB, two windows of the history. */
    private static final int BLOCKS = 4096;

    @TempDir
    Path folder;

    @Test
    void aJournalThatFillsUpWhileAFaultIsOpenDoesNotKeepItFromBeingHealed() throws Exception {
        List<String> lines = cramped("journal");

        assertThat(lines)
                .contains("asked: inject m1", "event: FaultInjected")
                .doesNotContain("event: FaultBit")
                .containsSubsequence("asked: bit m1", "asked: heal m1", "asked: clean m1")
                .noneMatch(line -> line.startsWith("open:"))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("told: the evidence in ")
                        .contains("cannot be written: ", "what was broken has been healed"));
    }

    @Test
    void aHistoryThatFillsUpEndsTheDrillEarlyAndHeals() throws Exception {
        List<String> lines = cramped("history");

        assertThat(lines)
                .containsSubsequence("asked: bit m1", "asked: heal m1", "asked: clean m1")
                .containsSubsequence("event: FaultBit", "event: FaultHealing", "event: FaultHealed", "event: NodeClean")
                .doesNotContain("event: Ended")
                .noneMatch(line -> line.startsWith("open:"))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("told: the evidence in ")
                        .contains("cannot be written", "what was broken has been healed"));
    }

    private List<String> cramped(String file) throws IOException, InterruptedException {
        String program = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(
                        "sh",
                        "-c",
                        "ulimit -f %d && exec \"$@\"".formatted(BLOCKS),
                        "sh",
                        program,
                        "-XX:-UsePerfData",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrampedRun.class.getName(),
                        folder.toString(),
                        file)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).isZero();
        return Files.readAllLines(output);
    }
}
