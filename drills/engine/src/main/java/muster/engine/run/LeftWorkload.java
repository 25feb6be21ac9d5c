package muster.engine.run;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import muster.engine.history.Codec;
import muster.engine.history.OperatorException;
import muster.engine.history.StateFolder;
import org.jspecify.annotations.Nullable;

/**
 * What a run writes into a store, noted before its first key and forgotten when the last one was proved gone. The run holds a lock on the
 * note, which the kernel frees when its process ends, however it ends: a note that nobody holds names keys that were left behind.
 */
public final class LeftWorkload implements AutoCloseable {

    private final Path file;
    private final RandomAccessFile open;
    private final Note note;

    private LeftWorkload(Path file, RandomAccessFile open, Note note) {
        this.file = file;
        this.open = open;
        this.note = note;
    }

    /**
     * Where the keys are.
     *
     * @param run whose they are
     * @param site the site's name
     * @param incarnation which instance of the site
     * @param store the store's word
     * @param part which of the site's groups of servers, as {@link muster.engine.cluster.Site#part}; null if it has one alone
     */
    public record Note(
            String run,
            String site,
            String incarnation,
            String store,
            @Nullable String part) {}

    /**
     * Notes a run that is about to write.
     *
     * @throws OperatorException if it cannot be noted; nothing may be written then
     */
    static LeftWorkload begin(StateFolder state, Note note) {
        Path file = state.workloads().resolve("%s.%s.json".formatted(note.run().replace('/', '@'), note.store()));
        try {
            Files.createDirectories(state.workloads());
            RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw");
            boolean noted = false;
            try {
                if (lock(open) == null) {
                    throw new OperatorException(
                            "%s is held by another process".formatted(file), "start again in a second");
                }
                open.getChannel().write(ByteBuffer.wrap((Codec.write(note) + "\n").getBytes(StandardCharsets.UTF_8)));
                open.getChannel().force(true);
                noted = true;
                return new LeftWorkload(file, open, note);
            } finally {
                if (!noted) {
                    open.close();
                }
            }
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    /**
     * What runs left that are gone, oldest name first; each is held until it is closed.
     *
     * @throws OperatorException if a note cannot be read
     */
    public static List<LeftWorkload> in(StateFolder state) {
        if (!Files.isDirectory(state.workloads())) {
            return List.of();
        }
        List<LeftWorkload> left = new ArrayList<>();
        try (Stream<Path> files = Files.list(state.workloads())) {
            for (Path file : files.sorted().toList()) {
                left(file).ifPresent(left::add);
            }
        } catch (IOException e) {
            throw unusable(state.workloads(), e);
        }
        return left;
    }

    /** Where the keys are. */
    public Note note() {
        return note;
    }

    /** The keys are gone, or what they were in is. */
    public void forget() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    /** Lets go of the note, which stays unless it was forgotten. */
    @Override
    public void close() {
        try {
            open.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<LeftWorkload> left(Path file) throws IOException {
        RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw");
        boolean taken = false;
        try {
            if (lock(open) == null) {
                return Optional.empty();
            }
            String text = Files.readString(file);
            if (!text.endsWith("\n")) {
                // Its writer died before it was whole, and so before the first key.
                Files.deleteIfExists(file);
                return Optional.empty();
            }
            Note note = Codec.read(Note.class, text.strip());
            taken = true;
            return Optional.of(new LeftWorkload(file, open, note));
        } catch (IllegalArgumentException e) {
            throw unusable(file, e);
        } finally {
            if (!taken) {
                open.close();
            }
        }
    }

    private static @Nullable FileLock lock(RandomAccessFile open) throws IOException {
        try {
            return open.getChannel().tryLock();
        } catch (OverlappingFileLockException e) {
            // Another thread of this process holds it.
            return null;
        }
    }

    private static OperatorException unusable(Path file, Exception cause) {
        return new OperatorException(
                "%s, the note of what a run writes, cannot be used: %s".formatted(file, cause.getMessage()),
                "make the folder writable and free space there; delete the file if it is damaged",
                cause);
    }
}
