package muster.lab.k3s;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.UUID;
import muster.lab.LabFolder;

/**
 * The names of the files of a K3s cluster on this machine. Below {@code layer} lies what all servers have on top of Debian; below
 * {@code n1/upper} what one of them has on top of that.
 */
final class K3sFolder {

    private static final List<String> SCRIPTS = List.of("first.sh", "raise.sh", "root.sh", "machine.sh");

    private final LabFolder folder;

    K3sFolder(Path path) {
        this.folder = new LabFolder(path);
    }

    /** The same, as every lab has it. */
    LabFolder lab() {
        return folder;
    }

    Path path() {
        return folder.path();
    }

    Path kubeconfig() {
        return path().resolve("kubeconfig");
    }

    Path ssh() {
        return path().resolve("ssh_config");
    }

    Path key() {
        return path().resolve("id_ed25519");
    }

    Path knownHosts() {
        return path().resolve("known_hosts");
    }

    /** Which link leads to the servers: there before the link is. */
    Path link() {
        return path().resolve("link");
    }

    Path log() {
        return path().resolve("first.log");
    }

    Path console(String server) {
        return path().resolve(server).resolve("console.log");
    }

    Path layer(String file) {
        return path().resolve("layer").resolve(file);
    }

    /** A file of one server alone. */
    Path upper(String server, String file) {
        return path().resolve(server).resolve("upper").resolve(file);
    }

    /** Where one server's {@code agent/images} lie. */
    Path images(String server) {
        return path().resolve(server).resolve("data").resolve("agent").resolve("images");
    }

    /**
     * The root file system of all servers of all labs of this machine. Its name tells the recipe that made it, so that another recipe
     * makes another one.
     */
    static Path root() {
        UUID recipe = UUID.nameUUIDFromBytes(resource("root.sh").getBytes(StandardCharsets.UTF_8));
        return Path.of("/var/cache/muster", "k3s-root-" + recipe.toString().substring(0, 8));
    }

    /** Makes the folder anew, with nothing but the scripts. */
    void make(List<K3sServer> servers) {
        folder.delete();
        try {
            Files.createDirectories(path());
            Files.setPosixFilePermissions(path(), PosixFilePermissions.fromString("rwx------"));
            for (String script : SCRIPTS) {
                Files.writeString(path().resolve(script), resource(script));
            }
            for (K3sServer server : servers) {
                for (String each : List.of("upper", "work", "root", "data", "kubelet")) {
                    Files.createDirectories(path().resolve(server.name()).resolve(each));
                }
            }
        } catch (IOException e) {
            throw folder.unwritable(e);
        }
    }

    /** Writes a file, and the folders that lead to it. */
    void put(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw folder.unwritable(e);
        }
    }

    /** A file that comes with us. */
    static String resource(String name) {
        try (InputStream file = K3sFolder.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException("resource missing: " + name);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("resource unreadable: " + name, e);
        }
    }
}
