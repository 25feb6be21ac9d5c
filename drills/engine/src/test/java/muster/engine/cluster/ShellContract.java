package muster.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import muster.engine.history.ClusterException;
import org.junit.jupiter.api.Test;

/** What {@link Shell} promises. A site's test extends this and says which shell to try. */
public abstract class ShellContract {

    private static final Duration AMPLE = Duration.ofSeconds(10);
    private static final Duration PROMPT = Duration.ofSeconds(3);

    /** A shell on a node that is up. */
    protected abstract Shell shell();

    @Test
    public void tellsExitStatusOutputAndErrorsApart() throws InterruptedException {
        Shell.Result result = shell().run("echo said; echo complained >&2; exit 7", AMPLE);
        assertThat(result.exit()).isEqualTo(7);
        assertThat(result.out()).isEqualTo("said\n");
        assertThat(result.err()).isEqualTo("complained\n");
        assertThat(result.ok()).isFalse();
    }

    @Test
    public void runsAsTheNodesRoot() throws InterruptedException {
        assertThat(shell().run("id -u", AMPLE).out().strip()).isEqualTo("0");
    }

    @Test
    public void leavesQuotesLinesAndDollarsToTheScript() throws InterruptedException {
        Shell.Result result = shell().run("word='a \"b\" $c'\nprintf '%s|' \"$word\" \\\n  \"it's\"\n", AMPLE);
        assertThat(result.out()).isEqualTo("a \"b\" $c|it's|");
    }

    @Test
    public void capturesALongOutputWhole() throws InterruptedException {
        Shell.Result result =
                shell().run("i=0; while [ $i -lt 20000 ]; do echo \"line $i\"; i=$((i + 1)); done", AMPLE);
        assertThat(result.out().lines()).hasSize(20_000).endsWith("line 19999");
    }

    @Test
    public void readsNothingFromOurStandardInput() throws InterruptedException {
        assertThat(shell().run("cat; echo end", AMPLE).out()).isEqualTo("end\n");
    }

    @Test
    public void killsTheScriptAndItsChildrenAtTheDeadline() throws InterruptedException {
        String note = note();
        long before = System.nanoTime();
        assertThatThrownBy(() -> shell().run(sleeper(note), Duration.ofMillis(300)))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("300 ms");
        assertThat(since(before)).isLessThan(PROMPT);
        await().atMost(AMPLE).until(() -> !running(note));
    }

    @Test
    public void killsTheScriptWhenItsCallerIsInterrupted() throws InterruptedException {
        String note = note();
        AtomicReference<Object> end = new AtomicReference<>("still running");
        Thread caller = Thread.ofVirtual().start(() -> {
            try {
                end.set(shell().run(sleeper(note), AMPLE));
            } catch (InterruptedException | RuntimeException e) {
                end.set(e);
            }
        });
        await().atMost(AMPLE).until(() -> running(note));
        caller.interrupt();
        caller.join();
        assertThat(end.get()).isInstanceOf(InterruptedException.class);
        await().atMost(AMPLE).until(() -> !running(note));
    }

    @Test
    public void leavesTheBackgroundRunningAndDoesNotWaitForIt() throws InterruptedException {
        String note = note();
        long before = System.nanoTime();
        String script = "sh -c 'sleep 1; echo late; echo done >%s.done' & echo begun".formatted(note);
        assertThat(shell().run(script, AMPLE).out()).isEqualTo("begun\n");
        assertThat(since(before)).isLessThan(Duration.ofMillis(900));
        await().atMost(AMPLE)
                .until(() -> shell().run("cat %s.done".formatted(note), AMPLE).ok());
        assertThat(shell().run("rm %s.done".formatted(note), AMPLE).ok()).isTrue();
    }

    @Test
    public void servesSeveralThreadsAtOnce() throws Exception {
        List<Callable<String>> calls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String word = "call-" + i;
            calls.add(() -> shell().run("sleep 0.1; echo " + word, AMPLE).out().strip());
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<String> answers = new ArrayList<>();
            for (Future<String> answer : threads.invokeAll(calls)) {
                answers.add(answer.get());
            }
            assertThat(answers)
                    .containsExactly("call-0", "call-1", "call-2", "call-3", "call-4", "call-5", "call-6", "call-7");
        }
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    /** A file on the node that a script notes its child in. */
    private static String note() {
        return "/tmp/muster-contract-" + UUID.randomUUID();
    }

    private static String sleeper(String note) {
        return "sleep 98 & echo $! >%s; wait".formatted(note);
    }

    private boolean running(String note) throws InterruptedException {
        boolean running =
                shell().run("kill -0 $(cat %s)".formatted(note), AMPLE).ok();
        if (!running) {
            shell().run("rm -f " + note, AMPLE);
        }
        return running;
    }
}
