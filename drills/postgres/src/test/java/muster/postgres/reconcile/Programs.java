package muster.postgres.reconcile;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** PostgreSQL's programs, run as anybody but root: it refuses to run as root. */
public final class Programs {

    private static final long LIMIT_SECONDS = 120;

    private Programs() {}

    /** The folder of the newest version that this machine has. */
    public static Path folder() {
        try (Stream<Path> versions = Files.list(Path.of("/usr/lib/postgresql"))) {
            return versions.filter(version -> Files.isExecutable(version.resolve("bin/postgres")))
                    .max(Comparator.comparingInt(
                            version -> Integer.parseInt(version.getFileName().toString())))
                    .orElseThrow()
                    .resolve("bin");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The words of a command: those that give up being root, then the program. */
    public static List<String> command(String program, String... arguments) {
        List<String> words = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            // A user namespace of its own: to everybody else its files are ours.
            words.addAll(List.of("unshare", "--user", "--map-user=postgres", "--map-group=postgres", "--"));
        }
        words.add(program.contains("/") ? program : folder().resolve(program).toString());
        words.addAll(List.of(arguments));
        return words;
    }

    /** Runs one to its end; returns what it printed on standard output. */
    public static String run(String program, String... arguments) {
        Ended ended = attempt(program, arguments);
        if (ended.exit() != 0) {
            throw new AssertionError("%s %s: exit %d: %s%s"
                    .formatted(program, List.of(arguments), ended.exit(), ended.out(), ended.err()));
        }
        return ended.out();
    }

    /**
     * How a program ended.
     *
     * @param exit its exit status
     * @param out its standard output
     * @param err its standard error
     */
    public record Ended(int exit, String out, String err) {}

    /** Runs one to its end, whatever that is. */
    public static Ended attempt(String program, String... arguments) {
        try {
            Path out = Files.createTempFile("muster-test-", ".out");
            Path err = Files.createTempFile("muster-test-", ".err");
            try {
                Process process = new ProcessBuilder(command(program, arguments))
                        .directory(new File("/"))
                        .redirectInput(new File("/dev/null"))
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
                if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError(program + " does not end");
                }
                return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
