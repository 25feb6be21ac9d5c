package muster.lab.k3s;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import muster.engine.history.OperatorException;

/** Whether the disks of this machine have room for a cluster. */
final class Room {

    private static final long GIB = 1L << 30;

    /** etcd's disk of 2 GiB, seldom full, what the program unpacks, and what pods write. */
    private static final long EACH_SERVER_BYTES = 2 * GIB;

    private static final long ROOT_BYTES = GIB;

    private Room() {}

    /** @throws OperatorException if there is not */
    static void demand(Path folder, K3sOrder order) {
        long archives = order.images().stream().mapToLong(Room::size).sum();
        // Archives are unpacked twice: as layers, and as what containers see.
        long each = EACH_SERVER_BYTES + size(order.program()) + 3 * archives;
        demand(folder, order.servers() * each, "name another folder in MUSTER_STATE_HOME");
        if (!Files.isDirectory(K3sFolder.root())) {
            demand(K3sFolder.root(), ROOT_BYTES, "make room there");
        }
    }

    private static void demand(Path place, long bytes, String remedy) {
        Path there = existing(place);
        try {
            long free = Files.getFileStore(there).getUsableSpace();
            if (free < bytes) {
                throw new OperatorException(
                        "the disk of %s has %.1f GiB free, and %.1f GiB are wanted"
                                .formatted(place, (double) free / GIB, (double) bytes / GIB),
                        remedy);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the room of %s cannot be told".formatted(there), e);
        }
    }

    private static Path existing(Path place) {
        Path parent = place.getParent();
        return Files.exists(place) || parent == null ? place : existing(parent);
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new OperatorException("%s cannot be read: %s".formatted(file, e), "name another file", e);
        }
    }
}
