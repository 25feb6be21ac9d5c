package muster.lab;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import muster.engine.cluster.Shell;
import muster.engine.history.ClusterException;

/** A program that is run to its end, in a session of its own: Ctrl-C in our terminal does not reach it, and all of it can be killed. */
public final class Command {

    /**
     * What a program ends with that a key of the terminal, or its end, killed: 128 and SIGHUP, SIGINT or SIGQUIT. It had no session of its
     * own yet then, so that nothing of it has run.
     */
    private static final Set<Integer> KILLED_BY_TERMINAL = Set.of(129, 130, 131);

    private static final int ATTEMPTS = 5;
    private static final int KILLS = 50;
    private static final Duration KILL_PAUSE = Duration.ofMillis(10);

    private Command() {}

    /**
     * How it ended.
     *
     * @param shell its exit code, and what it printed
     * @param inTime false if it was killed at the deadline
     */
    public record Result(Shell.Result shell, boolean inTime) {
        /** True if it ended in time, and well. */
        public boolean ok() {
            return inTime && shell.ok();
        }

        /** What it said, on one line. */
        public String words() {
            return shell.words();
        }
    }

    /** A builder whose programs are found as the lab's scripts find them, and that inherits no setting of etcd or PostgreSQL. */
    public static ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("ETCD") || name.startsWith("PG"));
        builder.environment().put("PATH", Program.searchPath());
        return builder;
    }

    /**
     * Runs a program.
     *
     * @param deadline after which it is killed with every process of its session that did not leave it
     * @throws InterruptedException if this thread is interrupted; the program is killed
     */
    public static Result run(List<String> command, Duration deadline) throws InterruptedException {
        List<String> session = new ArrayList<>(List.of("setsid"));
        session.addAll(command);
        // Files, not pipes: what a script leaves in the background may keep its output open and go on writing to it.
        try {
            Path out = Files.createTempFile("muster-", ".out");
            Path err = Files.createTempFile("muster-", ".err");
            try {
                return insist(session, deadline, out, err);
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be run".formatted(command.getFirst()), e);
        }
    }

    private static Result insist(List<String> session, Duration deadline, Path out, Path err)
            throws IOException, InterruptedException {
        int attempts = 1;
        while (true) {
            Result result = run(session, deadline, out, err);
            if (!KILLED_BY_TERMINAL.contains(result.shell().exit()) || attempts == ATTEMPTS) {
                return result;
            }
            attempts++;
        }
    }

    private static Result run(List<String> session, Duration deadline, Path out, Path err)
            throws IOException, InterruptedException {
        Process process = start(builder(session)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile()));
        boolean ended = false;
        try {
            ended = process.waitFor(deadline.toNanos(), TimeUnit.NANOSECONDS);
        } finally {
            if (!ended) {
                killGroup(process);
            }
        }
        int exit = process.waitFor();
        return new Result(new Shell.Result(exit, text(out), text(err)), ended);
    }

    /** Java starts programs by a helper in our process group, which Ctrl-C kills as well. */
    private static Process start(ProcessBuilder builder) throws IOException {
        int attempts = 1;
        while (true) {
            try {
                return builder.start();
            } catch (IOException e) {
                if (attempts == ATTEMPTS) {
                    throw e;
                }
                attempts++;
            }
        }
    }

    /** Java can kill one process, not a group: the shell can. */
    private static void killGroup(Process leader) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            int attempts = 0;
            // It may not have made its session yet.
            while (killGroupOf(leader) != 0 && leader.isAlive() && attempts < KILLS) {
                Thread.sleep(KILL_PAUSE);
                attempts++;
            }
            if (attempts == KILLS) {
                throw new ClusterException("the process group %d cannot be killed".formatted(leader.pid()));
            }
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static int killGroupOf(Process leader) throws IOException, InterruptedException {
        return start(new ProcessBuilder("sh", "-c", "kill -s KILL -- -" + leader.pid())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD))
                .waitFor();
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
