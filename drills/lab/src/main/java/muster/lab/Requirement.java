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
 * @param store the only store whose drills need it, such as {@code etcd}; empty if every drill does
 */
public record Requirement(String name, String purpose, Optional<String> found, String remedy, Optional<String> store) {

    /** True if it is there. */
    public boolean met() {
        return found.isPresent();
    }

    /** True if it is there, or drills on a store do without it. */
    public boolean metFor(String ofStore) {
        return met() || store.filter(only -> !only.equals(ofStore)).isPresent();
    }

    static Requirement program(Program program) {
        Optional<Path> path = program.find();
        return new Requirement(
                program.command(),
                program.purpose(),
                path.map(Path::toString),
                path.isPresent() ? "" : "apt-get install --no-install-recommends " + program.debianPackage(),
                program == Program.ETCD ? Optional.of(LabSite.ETCD) : Optional.empty());
    }
}
