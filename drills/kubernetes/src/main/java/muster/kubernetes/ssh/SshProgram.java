package muster.kubernetes.ssh;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import muster.engine.history.ClusterException;
import muster.engine.history.OperatorException;

/**
 * One {@code ssh} process: in a session of its own, so that no key of the terminal reaches it and it can ask nobody for a password; its
 * standard input stays open as long as its work is wanted; what it prints is bounded.
 */
final class SshProgram {

    /** How much is taken of either stream. */
    static final int LONGEST_OUTPUT = 8 << 20;

    /** From the end of its input to its own end, which is when the other side has killed what ran there. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final Process process;
    private final CompletableFuture<byte[]> out;
    private final CompletableFuture<byte[]> err;

    /**
     * How it ended.
     *
     * @param inTime false if its input was ended at the deadline
     * @param complete false if it had to be killed itself
     */
    record Ended(int exit, String out, String err, boolean inTime, boolean complete) {

        /** What it printed, on one line: standard error, or standard output if that is empty. */
        String words() {
            String text = err.isBlank() ? out : err;
            return text.strip().replaceAll("\\s*\\R\\s*", "; ");
        }
    }

    private SshProgram(Process process) {
        this.process = process;
        out = drained(process.getInputStream());
        err = drained(process.getErrorStream());
    }

    /**
     * Runs it to its end.
     *
     * @param input what it reads first
     * @param deadline after which its input ends, and it is waited for a little longer
     * @throws OperatorException if there is no ssh on this machine
     * @throws ClusterException if it printed too much
     * @throws InterruptedException if this thread is interrupted; its input is ended, and it is waited for a little longer
     */
    static Ended run(List<String> command, String input, Duration deadline) throws InterruptedException {
        List<String> session = new ArrayList<>(List.of("setsid"));
        session.addAll(command);
        try {
            ProcessBuilder builder = new ProcessBuilder(session);
            // A graphical prompt for a password would wait for somebody who is not there.
            builder.environment().remove("DISPLAY");
            builder.environment().remove("SSH_ASKPASS");
            builder.environment().put("LC_ALL", "C");
            SshProgram program = new SshProgram(builder.start());
            return program.end(input, deadline);
        } catch (IOException e) {
            throw new OperatorException("ssh cannot be run: " + e.getMessage(), "install an OpenSSH client", e);
        }
    }

    private Ended end(String input, Duration deadline) throws InterruptedException {
        boolean inTime;
        try (OutputStream in = process.getOutputStream()) {
            write(in, input);
            inTime = process.waitFor(deadline.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            finish();
            throw e;
        } catch (IOException e) {
            // It ended before it read all: why, it said on standard error.
            inTime = true;
        }
        boolean complete = finish();
        return new Ended(process.waitFor(), text(out), text(err), inTime, complete);
    }

    private static void write(OutputStream in, String input) throws IOException {
        try {
            in.write(input.getBytes(StandardCharsets.UTF_8));
            in.flush();
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains("Broken pipe")) {
                throw e;
            }
        }
    }

    /** Its input has ended. */
    private boolean finish() {
        boolean interrupted = Thread.interrupted();
        boolean ended = false;
        try {
            ended = process.waitFor(GRACE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (!ended) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return ended;
    }

    private static String text(CompletableFuture<byte[]> stream) throws InterruptedException {
        try {
            return new String(stream.get(GRACE.toNanos(), TimeUnit.NANOSECONDS), StandardCharsets.UTF_8);
        } catch (TimeoutException e) {
            throw new ClusterException("ssh ended and left its output open", e);
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNull(e.getCause());
            throw new ClusterException(String.valueOf(cause.getMessage()), cause);
        }
    }

    /** A thread of the platform: a virtual one that waits for a pipe leaves a poller behind, for which the JVM waits when it ends. */
    private CompletableFuture<byte[]> drained(InputStream stream) {
        CompletableFuture<byte[]> all = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("ssh-output").start(() -> {
            try (stream) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                byte[] buffer = new byte[1 << 13];
                for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
                    bytes.write(buffer, 0, read);
                    if (bytes.size() > LONGEST_OUTPUT) {
                        process.destroyForcibly();
                        throw new IOException("a script printed more than %d bytes".formatted(LONGEST_OUTPUT));
                    }
                }
                all.complete(bytes.toByteArray());
            } catch (IOException e) {
                all.completeExceptionally(e);
            }
        });
        return all;
    }
}
