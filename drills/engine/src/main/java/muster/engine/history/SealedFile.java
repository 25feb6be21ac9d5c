package muster.engine.history;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * An append-only file of sealed lines. Those of the journal and the ledger announce what is done next, and are on the disk before
 * {@link #append} returns; what members said is {@link #add added}, and put on the disk now and then.
 *
 * <p>Not a {@link FileChannel}: an interrupted thread that touches one closes it, and Ctrl-C interrupts the thread that writes the
 * journal just when the heal must be announced.
 */
public final class SealedFile implements AutoCloseable {

    private final RandomAccessFile file;

    private SealedFile(RandomAccessFile file) {
        this.file = file;
    }

    /**
     * Opens a file for appending; makes it if it is not there. A torn last line is cut off, so that the next one begins on a line of
     * its own.
     *
     * @throws IOException if it cannot be opened
     */
    public static SealedFile open(Path file) throws IOException {
        boolean fresh = !Files.exists(file);
        RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw");
        if (fresh) {
            keepName(file);
        } else {
            cutTorn(file, opened);
        }
        opened.seek(opened.length());
        return new SealedFile(opened);
    }

    /** Puts the file's name on the disk: it lies in the folder, not in the file. */
    private static void keepName(Path file) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        if (parent == null) {
            return;
        }
        try (FileChannel folder = FileChannel.open(parent, StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    private static void cutTorn(Path file, RandomAccessFile opened) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        if (end < bytes.length) {
            opened.setLength(end);
            opened.getFD().sync();
        }
    }

    /**
     * Writes one line and waits until it is on the disk.
     *
     * @param json one object on one line
     * @throws IOException if the disk does not take it; what it announces must then not be done
     */
    public void append(String json) throws IOException {
        add(json);
        force();
    }

    /**
     * Writes one line and leaves it to {@link #force} to put it on the disk. A line that a full disk takes only in part is cut off
     * again, so that the next one begins on a line of its own.
     *
     * @param json one object on one line
     * @throws IOException if it is not taken
     */
    public synchronized void add(String json) throws IOException {
        byte[] bytes = (Seal.seal(json) + "\n").getBytes(StandardCharsets.UTF_8);
        long before = file.getFilePointer();
        try {
            file.write(bytes);
        } catch (IOException e) {
            file.setLength(before);
            throw e;
        }
    }

    /**
     * Waits until every line is on the disk.
     *
     * @throws IOException if it cannot be put there
     */
    public void force() throws IOException {
        file.getFD().sync();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /**
     * What a sealed file holds.
     *
     * @param lines the objects, without their checksums
     * @param torn true if a last line without its end was dropped
     */
    public record Content(List<String> lines, boolean torn) {
        /** Copies the list. */
        public Content {
            lines = List.copyOf(lines);
        }
    }

    /**
     * Reads a file of sealed lines. A last line that has no end was being written when its writer died, and is dropped; anything else
     * that does not check is an error.
     *
     * @throws OperatorException if a line does not check; names file and line
     * @throws IOException if it cannot be read
     */
    public static Content read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] == 0) {
            end--;
        }
        List<String> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < end; i++) {
            if (bytes[i] != '\n') {
                continue;
            }
            try {
                lines.add(Seal.open(new String(bytes, start, i - start, StandardCharsets.UTF_8)));
            } catch (IllegalArgumentException e) {
                throw new OperatorException(
                        "%s:%d: the line was changed after it was written (%s)"
                                .formatted(file, lines.size() + 1, e.getMessage()),
                        "restore the run's folder from a copy; its figures cannot be trusted",
                        e);
            }
            start = i + 1;
        }
        return new Content(lines, start < end);
    }
}
