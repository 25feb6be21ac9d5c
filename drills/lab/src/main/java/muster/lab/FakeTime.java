package muster.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import muster.engine.history.OperatorException;

/** Where Debian keeps libfaketime, which gives a process that asks the C library for the time another one than it is. */
final class FakeTime {

    static final String DEBIAN_PACKAGE = "libfaketime";

    /** Of the two that come in the package, the one for programs with threads and with timers of their own. */
    private static final Path LIBRARY = Path.of("faketime", "libfaketimeMT.so.1");

    private static final Path LIBRARIES = Path.of("/usr/lib");

    private FakeTime() {}

    static Optional<Path> find() {
        try (Stream<Path> architectures = Files.list(LIBRARIES)) {
            return architectures
                    .map(folder -> folder.resolve(LIBRARY))
                    .filter(Files::isReadable)
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws OperatorException if it is not on this machine, with the command that installs it */
    static Path require() {
        return find().orElseThrow(() -> new OperatorException(
                "a lab whose clocks can be set needs libfaketime, which is not in " + LIBRARIES,
                "apt-get install --no-install-recommends " + DEBIAN_PACKAGE));
    }
}
