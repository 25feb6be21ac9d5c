package muster.lab.k3s;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import muster.engine.history.OperatorException;
import muster.lab.Requirements;
import org.jspecify.annotations.Nullable;

/**
 * What a K3s cluster is to be made of.
 *
 * @param servers 1 or 3
 * @param program the {@code k3s} program, absolute
 * @param images archives of images that are laid into {@code agent/images} of each server (docs.k3s.io, Air-Gap Install), absolute
 */
public record K3sOrder(int servers, Path program, List<Path> images) {

    private static final String COMMAND = "k3s";

    /** Copies the list. */
    public K3sOrder {
        images = List.copyOf(images);
    }

    /**
     * Reads it as it was typed.
     *
     * @param program null for the one on the search path
     * @param images a folder of archives; null for none
     * @throws OperatorException if there cannot be so many servers, or something of it is not there
     */
    public static K3sOrder of(int servers, @Nullable Path program, @Nullable Path images) {
        demandServers(servers);
        return new K3sOrder(servers, program == null ? onSearchPath() : given(program), archives(images));
    }

    /** The command that brings it up. */
    static String command(int servers) {
        return "muster lab up --k3s " + servers;
    }

    private static void demandServers(int servers) {
        if (servers != 1 && servers != 3) {
            throw OperatorException.usage("--k3s %d: a lab has 1 or 3 servers of K3s".formatted(servers), command(3));
        }
    }

    private static Path onSearchPath() {
        return Stream.of(Requirements.searchPath().split(":", -1))
                .filter(folder -> folder.startsWith("/"))
                .map(folder -> Path.of(folder, COMMAND))
                .filter(K3sOrder::isProgram)
                .findFirst()
                .orElseThrow(() -> new OperatorException(
                        "there is no k3s program on this machine",
                        "download it as https://docs.k3s.io/installation/airgap says, then: %s --k3s-program FILE"
                                .formatted(command(3))));
    }

    private static Path given(Path program) {
        Path absolute = program.toAbsolutePath().normalize();
        if (!Files.exists(absolute)) {
            throw new OperatorException(
                    "--k3s-program: there is no file %s".formatted(absolute),
                    "download it as https://docs.k3s.io/installation/airgap says");
        }
        if (!isProgram(absolute)) {
            throw new OperatorException(
                    "--k3s-program: %s is not an executable file".formatted(absolute),
                    "name the k3s program itself, and: chmod +x FILE");
        }
        return absolute;
    }

    private static boolean isProgram(Path path) {
        return Files.isRegularFile(path) && Files.isExecutable(path);
    }

    private static List<Path> archives(@Nullable Path folder) {
        if (folder == null) {
            return List.of();
        }
        if (!Files.isDirectory(folder)) {
            throw new OperatorException(
                    "--k3s-images: there is no folder %s".formatted(folder),
                    "name the folder of K3s's archive of images");
        }
        try (Stream<Path> files = Files.list(folder.toAbsolutePath())) {
            List<Path> found = files.filter(file -> file.toString().matches(".*\\.tar(\\.gz|\\.zst)?"))
                    .sorted()
                    .toList();
            if (found.isEmpty()) {
                throw new OperatorException(
                        "--k3s-images: %s holds no archive of images (.tar, .tar.gz, .tar.zst)".formatted(folder),
                        "download k3s-airgap-images-amd64.tar.zst from the release of your k3s program");
            }
            return found;
        } catch (IOException e) {
            throw new OperatorException(
                    "--k3s-images: %s cannot be read: %s".formatted(folder, e),
                    "name the folder of K3s's archive of images",
                    e);
        }
    }
}
