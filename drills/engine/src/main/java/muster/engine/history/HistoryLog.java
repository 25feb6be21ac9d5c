package muster.engine.history;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The append-only history of calls. A call's first line is in the kernel's hands before the call is sent, so that a killed Muster
 * loses none; {@link #force} puts all of it on the disk.
 *
 * <p>Lines go into a mapped window of the file, which costs no system call a line and survives the death of the process. The window is
 * first filled with zeros by an ordinary write, so that a full disk is an {@link IOException} here and not a fault on a page.
 *
 * <p>No {@link FileChannel} stays open: an interrupted thread that touches one closes it for all.
 */
public final class HistoryLog implements AutoCloseable {

    private static final int WINDOW_BYTES = 1 << 20;

    private final Path path;
    private final RandomAccessFile file;
    private final Object forcing = new Object();
    private final HistoryLine line = new HistoryLine();
    private final List<MappedByteBuffer> full = new ArrayList<>();
    private long windowStart;
    private MappedByteBuffer window;
    private @Nullable IOException failure;
    private boolean closed;

    private HistoryLog(Path path, RandomAccessFile file) throws IOException {
        this.path = path;
        this.file = file;
        this.window = map(path, file, 0);
    }

    /**
     * Makes a new history.
     *
     * @throws IOException if the file is there already or the disk does not take it
     */
    public static HistoryLog create(Path path) throws IOException {
        Files.createFile(path);
        return new HistoryLog(path, new RandomAccessFile(path.toFile(), "rw"));
    }

    /**
     * A call is about to be sent. Its outcome fields are not read.
     *
     * @throws IOException if the disk does not take it; the call must then not be sent
     */
    public synchronized void sending(Op op) throws IOException {
        append(line.sending(op));
    }

    /**
     * A call's client stopped waiting.
     *
     * @throws IOException if the disk does not take it
     */
    public synchronized void done(Op op) throws IOException {
        append(line.done(op.id(), op.doneNanos(), op.outcome()));
    }

    /**
     * An answer came after its client had stopped waiting.
     *
     * @throws IOException if the disk does not take it
     */
    public synchronized void late(long op, Op.Late late) throws IOException {
        append(line.late(op, late.doneNanos(), late.outcome()));
    }

    /**
     * A write was found after recovery.
     *
     * @throws IOException if the disk does not take it
     */
    public synchronized void found(Found found) throws IOException {
        append(line.found(found));
    }

    /**
     * Waits until all that was appended is on the disk.
     *
     * @throws IOException if it cannot be put there
     */
    public void force() throws IOException {
        synchronized (forcing) {
            List<MappedByteBuffer> dirty;
            synchronized (this) {
                if (closed) {
                    return;
                }
                dirty = new ArrayList<>(full);
                full.clear();
                dirty.add(window);
            }
            dirty.forEach(MappedByteBuffer::force);
            file.getFD().sync();
        }
    }

    @Override
    public void close() throws IOException {
        force();
        synchronized (forcing) {
            synchronized (this) {
                if (!closed) {
                    closed = true;
                    file.setLength(windowStart + window.position());
                    file.getFD().sync();
                    file.close();
                }
            }
        }
    }

    private void append(ByteBuffer bytes) throws IOException {
        if (failure != null) {
            throw new IOException("the history could not be written before", failure);
        }
        if (closed) {
            throw new IOException("the history is closed");
        }
        while (bytes.hasRemaining()) {
            if (!window.hasRemaining()) {
                advance();
            }
            int part = Math.min(window.remaining(), bytes.remaining());
            window.put(window.position(), bytes, bytes.position(), part);
            window.position(window.position() + part);
            bytes.position(bytes.position() + part);
        }
    }

    private void advance() throws IOException {
        try {
            MappedByteBuffer next = map(path, file, windowStart + WINDOW_BYTES);
            full.add(window);
            window = next;
            windowStart += WINDOW_BYTES;
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    private static MappedByteBuffer map(Path path, RandomAccessFile file, long start) throws IOException {
        file.seek(start);
        file.write(new byte[WINDOW_BYTES]);
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                    return channel.map(FileChannel.MapMode.READ_WRITE, start, WINDOW_BYTES);
                } catch (ClosedByInterruptException e) {
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
