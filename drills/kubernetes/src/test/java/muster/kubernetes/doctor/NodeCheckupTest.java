package muster.kubernetes.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import muster.engine.cluster.Shell;
import muster.engine.history.ClusterException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the script reads, run by this machine's shell with a search path that the test makes. */
final class NodeCheckupTest {

    private static final Set<String> SHELL = Set.of("date", "id", "df", "stat", "sort", "tail");

    @TempDir
    Path folder;

    private Path programs;

    @BeforeEach
    void programs() throws IOException {
        programs = Files.createDirectory(folder.resolve("bin"));
        Set<String> all = new TreeSet<>(SHELL);
        all.addAll(NodeCheckup.TOOLS.keySet());
        for (String name : all) {
            link(name);
        }
    }

    /** The machine's own, or, where it has none, something of that name: it is looked for and not run. */
    private void link(String name) throws IOException {
        for (String place : List.of("/usr/bin", "/bin", "/usr/sbin", "/sbin")) {
            if (Files.exists(Path.of(place, name))) {
                Files.createSymbolicLink(programs.resolve(name), Path.of(place, name));
                return;
            }
        }
        assertThat(Files.createFile(programs.resolve(name)).toFile().setExecutable(true))
                .isTrue();
    }

    private NodeCheckup checkup() throws InterruptedException {
        return NodeCheckup.of("n1", this::here, folder.resolve("data dir").toString());
    }

    private Shell.Result here(String script, Duration deadline) throws InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", script);
        builder.environment().put("PATH", programs.toString());
        try {
            Process process = builder.start();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Shell.Result(process.waitFor(), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void tellsDiskAndTheNewestSnapshot() throws Exception {
        Path snapshots = Files.createDirectories(folder.resolve("data dir/snapshots"));
        Instant newest = Instant.parse("2026-11-21T06:00:00Z");
        Files.setLastModifiedTime(Files.writeString(snapshots.resolve("old one"), ""), FileTime.from(Instant.EPOCH));
        Files.setLastModifiedTime(Files.writeString(snapshots.resolve("new"), ""), FileTime.from(newest));
        NodeCheckup checkup = checkup();
        assertThat(checkup.lacks()).isEmpty();
        assertThat(checkup.aheadSeconds()).isZero();
        assertThat(checkup.snapshot()).isEqualTo(newest);
        assertThat(checkup.sizeBytes()).isEqualTo(Files.getFileStore(folder).getTotalSpace() / 1024 * 1024);
        assertThat(checkup.freeBytes()).isPositive();
    }

    @Test
    void tellsWhatItLacksAndThatThereIsNoEtcd() throws Exception {
        Files.delete(programs.resolve("nft"));
        NodeCheckup checkup = checkup();
        assertThat(checkup.lacks()).containsExactly("nft");
        assertThat(checkup.freeBytes()).isNull();
        assertThat(checkup.snapshot()).isNull();
    }

    @Test
    void aClockThatDiffersIsMeasured() throws Exception {
        Files.delete(programs.resolve("date"));
        Path date = Files.writeString(
                programs.resolve("date"),
                "#!/bin/sh\necho %d\n".formatted(Instant.now().getEpochSecond() - 40));
        assertThat(date.toFile().setExecutable(true)).isTrue();
        assertThat(checkup().aheadSeconds()).isBetween(-50L, -40L);
    }

    @Test
    void aNodeThatSaysSomethingElseIsTheClustersMatter() {
        assertThatThrownBy(() -> NodeCheckup.of("n1", (script, deadline) -> new Shell.Result(1, "", "no sh"), "/"))
                .isInstanceOf(ClusterException.class)
                .hasMessage("n1: it does not tell its clock: no sh");
    }
}
