package muster.cli.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import muster.engine.history.Codec;
import muster.engine.history.OperatorException;
import muster.kubernetes.status.KnownNode;

/** The folder of the sites: {@code NAME.json} is what the operator said, {@code NAME.nodes.json} what was seen last. */
public final class SiteBook {

    private static final String ENTRY = ".json";
    private static final String NODES = ".nodes.json";

    private final Path folder;

    /** @param folder made when the first site is added */
    public SiteBook(Path folder) {
        this.folder = folder;
    }

    /**
     * The nodes of a site as they were seen last.
     *
     * @param nodes in the cluster's order
     */
    record Seen(List<KnownNode> nodes) {
        Seen {
            nodes = List.copyOf(nodes);
        }
    }

    /**
     * Refuses a name that is none, or that means something else.
     *
     * @throws OperatorException if it is not one
     */
    public static void demandName(String name) {
        if (!name.matches("[a-z0-9]([a-z0-9.-]{0,40}[a-z0-9])?") || name.endsWith(".nodes")) {
            throw OperatorException.usage(
                    "\"%s\" is no name for a site: lower case letters, digits, dots and hyphens".formatted(name),
                    "muster site add prod --kubeconfig FILE --context NAME");
        }
        if (name.equals("lab")) {
            throw OperatorException.usage(
                    "\"lab\" is the name of the lab", "muster site add prod --kubeconfig FILE --context NAME");
        }
    }

    /** Every site, by name. */
    public List<SiteEntry> all() {
        return names().stream().map(this::find).toList();
    }

    /** The names of the sites, in order. */
    public List<String> names() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ENTRY) && !name.endsWith(NODES))
                    .map(name -> name.substring(0, name.length() - ENTRY.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw unusable(folder, e);
        }
    }

    /**
     * One site.
     *
     * @throws OperatorException if it was never added, or its file says something else
     */
    public SiteEntry find(String name) {
        demandName(name);
        try {
            return read(SiteEntry.class, entry(name), Files.readString(entry(name)));
        } catch (NoSuchFileException e) {
            List<String> names = names();
            throw new OperatorException(
                    "no site is called %s%s"
                            .formatted(name, names.isEmpty() ? "" : "; there is " + String.join(", ", names)),
                    "muster site add %s --kubeconfig FILE --context NAME".formatted(name),
                    e);
        } catch (IOException e) {
            throw unusable(entry(name), e);
        }
    }

    /** True if there is a site of that name. */
    public boolean has(String name) {
        return Files.exists(entry(name));
    }

    /** Writes a site down, whole or not at all. */
    public void put(SiteEntry entry) {
        demandName(entry.name());
        write(entry(entry.name()), entry);
    }

    /** Remembers the nodes of a site. */
    public void remember(String name, List<KnownNode> nodes) {
        if (!nodes.isEmpty() && !nodes.equals(nodes(name))) {
            write(nodesFile(name), new Seen(nodes));
        }
    }

    /** The nodes of a site as they were seen last; empty if they never were. */
    public List<KnownNode> nodes(String name) {
        try {
            return read(Seen.class, nodesFile(name), Files.readString(nodesFile(name)))
                    .nodes();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw unusable(nodesFile(name), e);
        }
    }

    /** Forgets a site. */
    public void remove(String name) {
        find(name);
        try {
            Files.delete(entry(name));
            Files.deleteIfExists(nodesFile(name));
        } catch (IOException e) {
            throw unusable(folder, e);
        }
    }

    private Path entry(String name) {
        return folder.resolve(name + ENTRY);
    }

    private Path nodesFile(String name) {
        return folder.resolve(name + NODES);
    }

    private static <T> T read(Class<T> type, Path file, String text) {
        try {
            return Codec.read(type, text);
        } catch (IllegalArgumentException e) {
            throw new OperatorException(
                    "%s: %s".formatted(file, e.getMessage()), "mend that file, or delete it and add the site again", e);
        }
    }

    private void write(Path file, Record value) {
        try {
            Files.createDirectories(folder);
            Path fresh = Files.createTempFile(folder, ".", ".tmp");
            Files.writeString(fresh, Codec.writeIndented(value) + "\n");
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    private static OperatorException unusable(Path file, IOException error) {
        return new OperatorException(
                "%s cannot be used: %s".formatted(file, error),
                "make it writable, or name another folder in MUSTER_STATE_HOME",
                error);
    }
}
