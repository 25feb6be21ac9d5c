package muster.postgres.wal;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.sql.SQLException;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import muster.engine.history.ClusterException;
import muster.postgres.Lsn;
import org.jspecify.annotations.Nullable;

/** Reads a server's log, record by record, and believes none whose checksum is wrong. */
final class WalReader {

    private static final int ALIGNMENT = 8;
    private static final int HEADER_BYTES = 24;
    private static final int CHECKSUM_AT = 20;
    private static final int LARGEST_BYTES = 1 << 30;
    private static final int SWITCH = 0x40;

    private final WalPages pages;
    private final int segmentBytes;
    private long at;

    WalReader(WalFiles files, Ancestry ancestry, int segmentBytes) {
        this.pages = new WalPages(files, ancestry, segmentBytes);
        this.segmentBytes = segmentBytes;
    }

    /**
     * Hands over every record that begins in or behind the segment of an LSN and ends at or before another one. It begins with the
     * segment because a record that began before the LSN may end behind it.
     *
     * @throws MissingWalException if a file is gone
     */
    void read(long from, long until, Consumer<WalRecord> taker) throws SQLException, MissingWalException {
        at = from - from % segmentBytes;
        skipRest();
        at = aligned(at);
        while (at < until) {
            if (at % WalPages.PAGE_BYTES == 0) {
                at += pages.header(at).bytes();
                continue;
            }
            long start = at;
            ByteBuffer bytes = whole(until);
            if (bytes == null && at >= until) {
                return;
            }
            if (bytes == null) {
                continue;
            }
            long end = aligned(at);
            if (end > until) {
                return;
            }
            WalRecord record;
            try {
                record = WalRecord.parse(start, end, bytes);
            } catch (IndexOutOfBoundsException | BufferUnderflowException | IllegalArgumentException e) {
                throw new ClusterException("the WAL record at %s cannot be read".formatted(Lsn.format(start)), e);
            }
            taker.accept(record);
            at = record.manager() == WalRecord.XLOG && (record.info() & 0xF0) == SWITCH
                    ? at + (segmentBytes - at % segmentBytes) % segmentBytes
                    : end;
        }
    }

    /** The first page of a file may still hold the rest of a record that began before it. */
    private void skipRest() throws SQLException, MissingWalException {
        WalPages.Header header = pages.header(at);
        long rest = header.continues() ? header.rest() : 0;
        at += header.bytes();
        while (rest > 0) {
            long room = WalPages.PAGE_BYTES - at % WalPages.PAGE_BYTES;
            long taken = Math.min(room, rest);
            at += taken;
            rest -= taken;
            if (rest > 0) {
                at += pages.header(at).bytes();
            }
        }
    }

    /**
     * The record that begins here, whole, and {@code at} behind it. Null if it goes on at or behind an LSN, where nothing is flushed yet; or
     * if it was never finished, and {@code at} is where another stands in its place.
     */
    private @Nullable ByteBuffer whole(long until) throws SQLException, MissingWalException {
        long start = at;
        int length = ByteBuffer.wrap(pages.read(at, 4))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt();
        if (length < HEADER_BYTES || length > LARGEST_BYTES) {
            throw new ClusterException("no WAL record begins at " + Lsn.format(start));
        }
        byte[] bytes = new byte[length];
        int have = 0;
        while (have < length) {
            if (at >= until) {
                return null;
            }
            if (at % WalPages.PAGE_BYTES == 0) {
                WalPages.Header header = pages.header(at);
                if (header.overwrites()) {
                    return null;
                }
                if (!header.continues() || header.rest() != length - have) {
                    throw new ClusterException("the WAL record at %s is not whole".formatted(Lsn.format(start)));
                }
                at += header.bytes();
            }
            int taken = Math.toIntExact(Math.min(length - have, WalPages.PAGE_BYTES - at % WalPages.PAGE_BYTES));
            System.arraycopy(pages.read(at, taken), 0, bytes, have, taken);
            have += taken;
            at += taken;
        }
        check(start, bytes);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void check(long start, byte[] bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES);
        sum.update(bytes, 0, CHECKSUM_AT);
        int stored = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(CHECKSUM_AT);
        if ((int) sum.getValue() != stored) {
            throw new ClusterException("the checksum of the WAL record at %s is wrong".formatted(Lsn.format(start)));
        }
    }

    private static long aligned(long lsn) {
        return (lsn + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
}
