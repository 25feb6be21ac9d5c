package muster.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.function.Consumer;
import muster.engine.history.OperatorException;
import org.jspecify.annotations.Nullable;

/** Held by whoever brings the lab up or down, so that two never do it at once. The kernel frees it when its holder ends. */
public final class LabLock implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final FileChannel channel;

    private LabLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes it, once no other command holds it.
     *
     * @param progress told if it is waited for
     * @throws OperatorException if another command holds it for more than half a minute
     */
    public static LabLock take(LabFolder folder, Consumer<String> progress) throws InterruptedException {
        Path file = folder.lock();
        FileChannel channel = open(folder, file);
        boolean taken = false;
        try {
            boolean said = false;
            long giveUp = System.nanoTime() + LIMIT.toNanos();
            while (tryLock(channel) == null) {
                if (System.nanoTime() > giveUp) {
                    throw new OperatorException(
                            "another command has been changing the lab for more than %d s".formatted(LIMIT.toSeconds()),
                            "fuser -v '%s' shows which".formatted(file));
                }
                if (!said) {
                    progress.accept("waiting for another command that changes the lab");
                    said = true;
                }
                Thread.sleep(PAUSE);
            }
            taken = true;
            return new LabLock(channel);
        } catch (IOException e) {
            throw folder.unwritable(e);
        } finally {
            if (!taken) {
                new LabLock(channel).close();
            }
        }
    }

    private static FileChannel open(LabFolder folder, Path file) {
        try {
            Files.createDirectories(file.getParent());
            return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw folder.unwritable(e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Another thread of this process holds it.
            return null;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
