package muster.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import muster.engine.history.OperatorException;

/**
 * Where Debian puts the programs of one major version of PostgreSQL; none of its servers' programs is on the search path.
 *
 * @param path such as {@code /usr/lib/postgresql/15/bin}
 * @param major its major version
 */
record PostgresFolder(Path path, int major) {

    static final String DEBIAN_PACKAGE = "postgresql";

    /** Where Debian keeps all versions. */
    private static final Path VERSIONS = Path.of("/usr/lib/postgresql");

    /** pg_rewind is told of a configuration outside the data directory since this version (PostgreSQL 15, release notes). */
    private static final int OLDEST = 15;

    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** The newest that is on this machine and new enough. */
    static Optional<PostgresFolder> find() {
        return find(VERSIONS);
    }

    static Optional<PostgresFolder> find(Path versions) {
        if (!Files.isDirectory(versions)) {
            return Optional.empty();
        }
        try (Stream<Path> all = Files.list(versions)) {
            return all.filter(each -> each.getFileName().toString().matches("[0-9]{1,4}"))
                    .map(each -> new PostgresFolder(
                            each.resolve("bin"),
                            Integer.parseInt(each.getFileName().toString())))
                    .filter(each -> each.major >= OLDEST && Files.isExecutable(each.path.resolve("postgres")))
                    .max(Comparator.comparingInt(PostgresFolder::major));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws OperatorException if there is none, with the command that installs one */
    static PostgresFolder require() {
        return find().orElseThrow(() -> new OperatorException(
                "the lab needs PostgreSQL %d or newer (the servers), which is not in %s".formatted(OLDEST, VERSIONS),
                "apt-get install --no-install-recommends " + DEBIAN_PACKAGE));
    }

    /**
     * What {@code postgres --version} says: {@code 15.18}.
     *
     * @throws OperatorException if the program does not run here
     */
    String version() throws InterruptedException {
        Path postgres = path.resolve("postgres");
        Command.Result result = Command.run(List.of(postgres.toString(), "--version"), LIMIT);
        String[] words = result.words().split(" ", -1);
        if (!result.ok() || words.length < 3) {
            throw new OperatorException(
                    "%s --version does not name a version: %s".formatted(postgres, result.words()),
                    "see that it is PostgreSQL and runs on this machine");
        }
        return words[2];
    }
}
