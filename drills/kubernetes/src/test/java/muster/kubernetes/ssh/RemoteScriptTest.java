package muster.kubernetes.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import muster.engine.cluster.Shell;
import muster.kubernetes.script.RemoteScript;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node's login shell does with a script that travels there, tried with this machine's. */
final class RemoteScriptTest {

    private static final Duration AMPLE = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private static SshProgram.Ended run(RemoteScript script, Duration deadline) throws InterruptedException {
        return SshProgram.run(List.of("sh", "-c", RemoteScript.RUNNER), script.input(), deadline);
    }

    private static Optional<Shell.Result> result(RemoteScript script, SshProgram.Ended ended) {
        return script.result(ended.out(), ended.err());
    }

    @Test
    void bringsBackExitOutputAndErrors() throws InterruptedException {
        RemoteScript script = new RemoteScript("printf said; printf 'it'\\''s' >&2; exit 255", AMPLE);
        assertThat(result(script, run(script, AMPLE))).contains(new Shell.Result(255, "said", "it's"));
    }

    @Test
    void aScriptWithoutAnEndHasNoResult() throws InterruptedException {
        RemoteScript script = new RemoteScript("true", AMPLE);
        assertThat(script.result("", "Connection to n1 closed.\n")).isEmpty();
    }

    @Test
    void theScriptIsKilledWhenItsInputEndsAndLeavesNoFile() throws InterruptedException {
        Path note = folder.resolve("note");
        RemoteScript script = new RemoteScript("echo begun; sleep 97 & echo $! >'%s'; wait".formatted(note), AMPLE);
        SshProgram.Ended ended = run(script, Duration.ofMillis(700));
        assertThat(ended.inTime()).isFalse();
        assertThat(ended.complete()).isTrue();
        assertThat(result(script, ended)).contains(new Shell.Result(137, "begun\n", ""));
        await().atMost(AMPLE).until(() -> ended(Files.readString(note).strip()));
    }

    /** Gone, or dead and not yet collected by whoever adopted it. */
    private static boolean ended(String pid) throws IOException {
        Path state = Path.of("/proc", pid, "stat");
        try {
            return Files.readString(state).contains(") Z ");
        } catch (NoSuchFileException e) {
            return true;
        }
    }

    @Test
    void anOutputWithoutAnEndIsCutOff() {
        RemoteScript script = new RemoteScript("head -c 9000000 /dev/zero", AMPLE);
        assertThatThrownBy(() -> run(script, AMPLE)).hasMessageContaining("printed more than 8388608 bytes");
    }
}
