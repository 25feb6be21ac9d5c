package muster.postgres.reconcile;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * A disk whose power can go: an ext4 file system in an image file on a loop device. What the kernel has not written to the image when that
 * is copied is gone, as on a machine that loses its power.
 */
final class PoweredDisk implements AutoCloseable {

    private static final long BYTES = 512L << 20;

    private final Path image;
    private final Path mounted;

    private PoweredDisk(Path image, Path mounted) {
        this.image = image;
        this.mounted = mounted;
    }

    /** What this machine lacks for one; empty if nothing. */
    static Optional<String> lacking(Path folder) {
        if (!System.getProperty("user.name").equals("root")) {
            return Optional.of("only root may mount a loop device");
        }
        try (PoweredDisk _ = make(Files.createDirectory(folder.resolve("trial")))) {
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** Makes one and mounts it. */
    static PoweredDisk make(Path folder) throws IOException {
        PoweredDisk disk = new PoweredDisk(folder.resolve("image"), Files.createDirectories(folder.resolve("disk")));
        try (RandomAccessFile file = new RandomAccessFile(disk.image.toFile(), "rw")) {
            file.setLength(BYTES);
        }
        run("mkfs.ext4", "-q", "-F", disk.image.toString());
        disk.mount();
        return disk;
    }

    /** Where it is mounted. */
    Path mounted() {
        return mounted;
    }

    /** Waits until all that was written so far is on the disk. */
    void sync() throws IOException {
        run("sync", "-f", mounted.toString());
    }

    /** Kills a server that runs on it, takes the disk as it is, and mounts what was on it. */
    void cutPower(TestServer server) throws IOException {
        long postmaster = Long.parseLong(
                Files.readAllLines(server.data().resolve("postmaster.pid")).getFirst());
        ProcessHandle process = ProcessHandle.of(postmaster).orElseThrow();
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        children.forEach(child -> child.onExit().join());
        process.onExit().join();
        Path cut = image.resolveSibling("image.cut");
        run("cp", "--sparse=always", image.toString(), cut.toString());
        run("umount", mounted.toString());
        Files.move(cut, image, StandardCopyOption.REPLACE_EXISTING);
        mount();
    }

    private void mount() throws IOException {
        run("mount", "-o", "loop", image.toString(), mounted.toString());
    }

    @Override
    public void close() {
        try {
            run("umount", "--lazy", mounted.toString());
            Files.delete(image);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(String... words) throws IOException {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            if (process.waitFor() != 0) {
                throw new IOException("%s: %s".formatted(String.join(" ", words), said));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
