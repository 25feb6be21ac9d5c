package muster.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import muster.engine.fault.Guard;
import muster.engine.fault.PacketFilters;
import muster.engine.fault.ServerScripts;
import muster.engine.history.OperatorException;

/**
 * The names of the files of a lab.
 *
 * @param path such as {@code ~/.local/state/muster/lab}
 */
public record LabFolder(Path path) {

    private static final List<String> RESOURCES = List.of(
            "first-process.sh",
            "member.sh",
            "replace.sh",
            "gateway.sh",
            "quota.sh",
            "disk.sh",
            "disk-etcd.sh",
            "disk-postgres.sh",
            "identity.sh",
            "template.sh",
            "server-ground.sh",
            "server-clock.sh",
            "hba.conf");

    /** By its one name, whichever links led to it: its processes are known by what they were started with. */
    public LabFolder {
        path = withoutLinks(path.toAbsolutePath());
    }

    private static Path withoutLinks(Path path) {
        Path parent = path.getParent();
        try {
            if (Files.exists(path) || parent == null) {
                return path.toRealPath();
            }
        } catch (IOException e) {
            throw new OperatorException(
                    "the lab's folder %s cannot be read: %s".formatted(path, e), "make it readable", e);
        }
        return withoutLinks(parent).resolve(path.getFileName());
    }

    /** What the lab is: {@link LabFacts} as JSON. */
    public Path facts() {
        return path.resolve("lab.json");
    }

    /** What the launcher needs to enter the lab: four lines NAME=VALUE. It is there only while the lab is thought to be healthy. */
    public Path enter() {
        return path.resolve("enter");
    }

    /** The lock that whoever changes the lab holds; it outlives the folder. */
    Path lock() {
        return path.resolveSibling(path.getFileName() + ".lock");
    }

    /** The script that the first process runs. */
    Path firstProcess() {
        return path.resolve("first-process.sh");
    }

    /** What the first process complains of. */
    Path firstProcessLog() {
        return path.resolve("first-process.log");
    }

    /** The script that starts, ends and looks at one member. */
    Path memberScript() {
        return path.resolve("member.sh");
    }

    /** The script that starts, ends and looks at one PostgreSQL server, and changes whom it follows. */
    Path serverScript() {
        return path.resolve("server.sh");
    }

    /** Where templates of data directories are kept; it outlives the folder. */
    Path templates() {
        return path.resolveSibling(path.getFileName() + ".templates");
    }

    /** The loss of one member's data, and its replacement. */
    Path replaceScript() {
        return path.resolve("replace.sh");
    }

    /** What fills etcd's space quota and frees it again. */
    Path quotaScript() {
        return path.resolve("quota.sh");
    }

    /** What fills the file system of one member's data and frees it again. */
    Path diskScript() {
        return path.resolve("disk.sh");
    }

    /** What makes and deletes packet filters on one member's node. */
    Path filterScript() {
        return path.resolve("filter.sh");
    }

    /** The script that guards a node while something on it is broken. */
    Path guardScript() {
        return path.resolve("guard.sh");
    }

    /** What both scripts read. */
    Path settings() {
        return path.resolve("settings");
    }

    /** Where one member keeps everything. */
    Path member(String name) {
        return path.resolve(name);
    }

    /** Where the file system of one member's data is mounted, if it has one of its own. */
    Path disk(String name) {
        return member(name).resolve("disk");
    }

    /** Where one member keeps its data. */
    Path data(String name) {
        return disk(name).resolve("data");
    }

    /** The argument by which the process of a member or server is known among the lab's. */
    String argument(String name) {
        return Address.postgres(name) ? "--cluster_name=" + name : "--data-dir=" + data(name);
    }

    /** What one member's etcd, or one server's PostgreSQL, says. */
    Path log(String name) {
        return member(name).resolve("log");
    }

    /** Makes the folder anew, empty but for the scripts and a folder for each member. */
    void make(List<String> members) {
        delete();
        try {
            for (String member : members) {
                Files.createDirectories(disk(member));
            }
            for (String resource : RESOURCES) {
                copy(resource, path.resolve(resource));
            }
            for (Map.Entry<String, String> script : ServerScripts.files().entrySet()) {
                Files.writeString(path.resolve(script.getKey()), script.getValue());
            }
            Files.writeString(guardScript(), Guard.script());
            Files.writeString(filterScript(), PacketFilters.script());
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** Writes a file so that nobody ever sees half of it. */
    public void write(Path file, String text) {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.writeString(fresh, text);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** Deletes the folder and all in it, if it is there. */
    public void delete() {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> all = Files.walk(path)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            throw new OperatorException(
                    "the lab's folder %s cannot be deleted: %s".formatted(path, e),
                    "delete it as the user who brought the lab up",
                    e);
        }
    }

    /** The refusal of a folder that cannot be written. */
    public OperatorException unwritable(IOException cause) {
        return new OperatorException(
                "the lab's folder %s cannot be written: %s".formatted(path, cause),
                "make it writable, or name another folder in MUSTER_STATE_HOME",
                cause);
    }

    private static void copy(String resource, Path target) throws IOException {
        try (var script = LabFolder.class.getResourceAsStream(resource)) {
            if (script == null) {
                throw new IllegalStateException("resource missing: " + resource);
            }
            Files.copy(script, target);
        }
    }
}
