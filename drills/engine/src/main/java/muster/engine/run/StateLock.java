package muster.engine.run;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Optional;
import muster.engine.history.OperatorException;
import muster.engine.history.StateFolder;
import org.jspecify.annotations.Nullable;

/** Held in the state directory by the one process that may break or heal something; the kernel frees it when its holder ends, however it ends. */
public final class StateLock implements AutoCloseable {

    private final RandomAccessFile file;

    private StateLock(RandomAccessFile file) {
        this.file = file;
    }

    /**
     * Takes it.
     *
     * @param who what others are told who ask for it meanwhile
     * @throws OperatorException if another process holds it
     */
    public static StateLock take(StateFolder state, String who) {
        try {
            Files.createDirectories(state.path());
            Optional<StateLock> taken = open(state);
            if (taken.isEmpty()) {
                throw new OperatorException(
                        "another drill runs from %s: %s".formatted(state.path(), holder(state)),
                        "wait for its end, or stop it: muster halt \"why\"");
            }
            StateLock lock = taken.get();
            lock.file.setLength(0);
            lock.file.write((who + "\n").getBytes(StandardCharsets.UTF_8));
            return lock;
        } catch (IOException e) {
            throw new OperatorException(
                    "%s cannot be locked: %s".formatted(state.drillLock(), e.getMessage()),
                    "make it writable, or name another folder in MUSTER_STATE_HOME",
                    e);
        }
    }

    /** Who holds it; empty if nobody does. */
    public static Optional<String> heldBy(StateFolder state) {
        if (!Files.exists(state.drillLock())) {
            return Optional.empty();
        }
        try {
            Optional<StateLock> free = open(state);
            if (free.isEmpty()) {
                return Optional.of(holder(state));
            }
            free.get().close();
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<StateLock> open(StateFolder state) throws IOException {
        RandomAccessFile file = new RandomAccessFile(state.drillLock().toFile(), "rw");
        boolean taken = false;
        try {
            taken = tryLock(file) != null;
            return taken ? Optional.of(new StateLock(file)) : Optional.empty();
        } finally {
            if (!taken) {
                file.close();
            }
        }
    }

    private static @Nullable FileLock tryLock(RandomAccessFile file) throws IOException {
        try {
            return file.getChannel().tryLock();
        } catch (OverlappingFileLockException e) {
            // Another thread of this process holds it.
            return null;
        }
    }

    private static String holder(StateFolder state) throws IOException {
        return Files.readString(state.drillLock()).strip();
    }
}
