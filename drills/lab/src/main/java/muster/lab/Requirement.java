package muster.lab;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Something that this machine must have before a lab can be brought up.
 *
 * @param name the program, or {@code user namespaces}
 * @param purpose what the lab does with it
 * @param found where it is, or how it is known to be there; empty if it is missing
 * @param remedy the command that mends it; empty when found
 */
public record Requirement(String name, String purpose, Optional<String> found, String remedy) {

    /** True if it is there. */
    public boolean met() {
        return found.isPresent();
    }

    static Requirement program(Program program) {
        Optional<Path> path = program.find();
        return new Requirement(
                program.command(),
                program.purpose(),
                path.map(Path::toString),
                path.isPresent() ? "" : "apt-get install --no-install-recommends " + program.debianPackage());
    }
}
