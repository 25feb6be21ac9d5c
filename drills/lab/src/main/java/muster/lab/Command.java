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
import java.util.concurrent.TimeUnit;
import muster.engine.cluster.Shell;
import muster.engine.history.ClusterException;

/** A program that is run to its end, in a session of its own: Ctrl-C in our terminal does not reach it, and all of it can be killed. */
final class Command {

    private Command() {}

    /**
     * How it ended.
     *
     * @param inTime false if it was killed at the deadline
     */
    record Result(Shell.Result shell, boolean inTime) {
        boolean ok() {
            return inTime && shell.ok();
        }

        String words() {
            return shell.words();
        }
    }

    /** A builder whose programs are found as the lab's scripts find them, and that inherits no setting of etcd or PostgreSQL. */
    static ProcessBuilder builder(List<String> command) {
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
    static Result run(List<String> command, Duration deadline) throws InterruptedException {
        List<String> session = new ArrayList<>(List.of("setsid"));
        session.addAll(command);
        // Files, not pipes: what a script leaves in the background may keep its output open and go on writing to it.
        try {
            Path out = Files.createTempFile("muster-", ".out");
            Path err = Files.createTempFile("muster-", ".err");
            try {
                return run(session, deadline, out, err);
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be run".formatted(command.getFirst()), e);
        }
    }

    private static Result run(List<String> session, Duration deadline, Path out, Path err)
            throws IOException, InterruptedException {
        Process process = builder(session)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
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

    /** Java can kill one process, not a group: the shell can. */
    private static void killGroup(Process leader) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            Process kill = new ProcessBuilder("sh", "-c", "kill -s KILL -- -" + leader.pid())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (kill.waitFor() != 0 && leader.isAlive()) {
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

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
