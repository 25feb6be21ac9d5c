package muster.kubernetes.recover;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The end of a member's write-ahead log, read from its files, for a member that does not answer. The format is etcd's
 * (etcd-io/etcd, {@code server/storage/wal}: frames of a length in 64 bits and a {@code walpb.Record}; {@code raftpb.Entry} within).
 */
final class WriteAheadLog {

    private static final long LENGTH_BITS = 0x00FF_FFFF_FFFF_FFFFL;
    private static final int ENTRY = 2;

    /** An entry's place: its term and its index. */
    record End(long term, long index) {}

    private @Nullable End end;

    private WriteAheadLog() {}

    /**
     * The last entry; empty if there is none.
     *
     * @param files the last files of the log in their order, a line for each: in base64, packed by gzip
     * @throws IllegalArgumentException if a line is no such file
     */
    static Optional<End> end(String files) {
        WriteAheadLog log = new WriteAheadLog();
        files.lines().filter(line -> !line.isBlank()).forEach(line -> log.read(unpacked(line.strip())));
        return Optional.ofNullable(log.end);
    }

    private static byte[] unpacked(String line) {
        try (GZIPInputStream packed =
                new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(line)))) {
            return packed.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file is made longer than what is in it; a frame of no length, or one that is not whole, is where its writer stood. */
    private void read(byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.remaining() >= Long.BYTES) {
            long word = bytes.getLong();
            long length = word & LENGTH_BITS;
            int padding = word < 0 ? (int) (word >>> 56) & 7 : 0;
            if (length == 0 || length + padding > bytes.remaining()) {
                return;
            }
            record(bytes.slice(bytes.position(), Math.toIntExact(length)));
            bytes.position(bytes.position() + Math.toIntExact(length) + padding);
        }
    }

    private void record(ByteBuffer record) {
        long type = 0;
        ByteBuffer data = null;
        while (record.hasRemaining()) {
            long tag = number(record);
            if ((tag & 7) == 2) {
                data = piece(record);
            } else if (tag == 8) {
                type = number(record);
            } else {
                number(record);
            }
        }
        if (type == ENTRY && data != null) {
            entry(data);
        }
    }

    /** One that is written later takes the place of all from its index on: the last one in the file is the log's last. */
    private void entry(ByteBuffer entry) {
        long term = 0;
        long index = 0;
        while (entry.hasRemaining()) {
            long tag = number(entry);
            if ((tag & 7) == 2) {
                piece(entry);
            } else if (tag == 16) {
                term = number(entry);
            } else if (tag == 24) {
                index = number(entry);
            } else {
                number(entry);
            }
        }
        end = new End(term, index);
    }

    private static ByteBuffer piece(ByteBuffer message) {
        int length = Math.toIntExact(number(message));
        ByteBuffer piece = message.slice(message.position(), length);
        message.position(message.position() + length);
        return piece;
    }

    private static long number(ByteBuffer message) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = message.get();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }
}
