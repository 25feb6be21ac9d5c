package muster.postgres.wal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import muster.engine.history.ClusterException;
import muster.postgres.Lsn;

/** The log as one run of bytes over all its files, read a megabyte at a time. */
final class WalPages {

    static final int PAGE_BYTES = 8192;

    private static final int CHUNK_BYTES = 1 << 20;

    private final WalFiles files;
    private final Ancestry ancestry;
    private final int segmentBytes;
    private long chunkStart = -1;
    private byte[] chunk = new byte[0];

    WalPages(WalFiles files, Ancestry ancestry, int segmentBytes) {
        this.files = files;
        this.ancestry = ancestry;
        this.segmentBytes = segmentBytes;
    }

    /**
     * A page's header, in the layout of {@code access/xlog_internal.h}.
     *
     * @param bytes how long it is
     * @param continues true if the page begins with the rest of a record
     * @param overwrites true if that rest was never written, and another record stands in its place
     * @param rest how long the rest is
     */
    record Header(int bytes, boolean continues, boolean overwrites, int rest) {}

    Header header(long page) throws SQLException, MissingWalException {
        ByteBuffer bytes = ByteBuffer.wrap(read(page, 24)).order(ByteOrder.LITTLE_ENDIAN);
        int info = Short.toUnsignedInt(bytes.getShort(2));
        long address = bytes.getLong(8);
        if (address != page) {
            throw new ClusterException("the WAL page at %s says that it is the one at %s"
                    .formatted(Lsn.format(page), Lsn.format(address)));
        }
        return new Header((info & 2) == 0 ? 24 : 40, (info & 1) != 0, (info & 8) != 0, bytes.getInt(16));
    }

    /** Bytes that lie within one page. */
    byte[] read(long lsn, int length) throws SQLException, MissingWalException {
        if (chunkStart < 0 || lsn < chunkStart || lsn + length > chunkStart + chunk.length) {
            load(lsn - lsn % PAGE_BYTES);
        }
        int from = Math.toIntExact(lsn - chunkStart);
        if (from + length > chunk.length) {
            throw new ClusterException("the WAL ends before " + Lsn.format(lsn + length));
        }
        return Arrays.copyOfRange(chunk, from, from + length);
    }

    private String file(long lsn) {
        return ancestry.fileOf(lsn, segmentBytes);
    }

    private void load(long from) throws SQLException, MissingWalException {
        long offset = from % segmentBytes;
        int length = Math.toIntExact(Math.min(CHUNK_BYTES, segmentBytes - offset));
        Optional<byte[]> bytes = files.read(file(from), offset, length);
        chunk = bytes.orElseThrow(() -> new MissingWalException(file(from)));
        chunkStart = from;
    }
}
