package muster.postgres.wal;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * One record of the log, in the layout of PostgreSQL's {@code access/xlogrecord.h}.
 *
 * @param start its LSN
 * @param end the LSN behind it
 * @param xid the transaction that wrote it, without its epoch; 0 for none
 * @param manager the resource manager
 * @param info the manager's own flags
 * @param blocks the pages that it touches
 * @param main its own data, little-endian
 */
record WalRecord(long start, long end, long xid, int manager, int info, List<Block> blocks, ByteBuffer main) {

    static final int XLOG = 0;
    static final int TRANSACTION = 1;
    static final int HEAP2 = 9;
    static final int HEAP = 10;

    /** The part of {@link #info} that names what happened. */
    static final int OPERATION = 0x70;

    private static final int HEADER_BYTES = 24;
    private static final int SHORT_DATA = 255;
    private static final int LONG_DATA = 254;
    private static final int ORIGIN = 253;
    private static final int TOP_LEVEL_XID = 252;
    private static final int HIGHEST_BLOCK = 32;
    private static final int HAS_IMAGE = 0x10;
    private static final int SAME_RELATION = 0x80;
    private static final int FORK_MASK = 0x0F;
    private static final int IMAGE_HAS_HOLE = 0x01;
    private static final int IMAGE_COMPRESSED = 0x1C;

    /**
     * A page that a record touches.
     *
     * @param database the database's OID
     * @param relation the relation's file number
     * @param fork 0 for its main fork
     * @param number the page's number
     */
    record Block(long database, long relation, int fork, long number) {}

    /**
     * Takes a record apart. The form of a page's image is that of PostgreSQL 15 and later.
     *
     * @param bytes the whole record, little-endian
     * @throws IllegalArgumentException if it is none
     */
    static WalRecord parse(long start, long end, ByteBuffer bytes) {
        long xid = Integer.toUnsignedLong(bytes.getInt(4));
        int info = Byte.toUnsignedInt(bytes.get(16));
        int manager = Byte.toUnsignedInt(bytes.get(17));
        List<Block> blocks = new java.util.ArrayList<>();
        int mainLength = 0;
        long dataLength = 0;
        bytes.position(HEADER_BYTES);
        while (bytes.remaining() > dataLength) {
            int id = Byte.toUnsignedInt(bytes.get());
            if (id == SHORT_DATA) {
                mainLength = Byte.toUnsignedInt(bytes.get());
                dataLength += mainLength;
                break;
            }
            if (id == LONG_DATA) {
                mainLength = bytes.getInt();
                dataLength += mainLength;
                break;
            }
            if (id == ORIGIN) {
                bytes.position(bytes.position() + 2);
            } else if (id == TOP_LEVEL_XID) {
                bytes.position(bytes.position() + 4);
            } else if (id <= HIGHEST_BLOCK) {
                dataLength += block(bytes, blocks);
            } else {
                throw new IllegalArgumentException("block %d in a WAL record".formatted(id));
            }
        }
        if (bytes.remaining() != dataLength) {
            throw new IllegalArgumentException("a WAL record's lengths do not add up");
        }
        ByteBuffer main = bytes.slice(bytes.limit() - mainLength, mainLength).order(bytes.order());
        return new WalRecord(start, end, xid, manager, info, blocks, main);
    }

    /** Reads one block's header; returns how long its data is. */
    private static int block(ByteBuffer bytes, List<Block> blocks) {
        int flags = Byte.toUnsignedInt(bytes.get());
        int length = Short.toUnsignedInt(bytes.getShort());
        if ((flags & HAS_IMAGE) != 0) {
            length += Short.toUnsignedInt(bytes.getShort());
            bytes.getShort();
            int image = Byte.toUnsignedInt(bytes.get());
            if ((image & IMAGE_COMPRESSED) != 0 && (image & IMAGE_HAS_HOLE) != 0) {
                bytes.getShort();
            }
        }
        long database;
        long relation;
        if ((flags & SAME_RELATION) == 0) {
            bytes.getInt();
            database = Integer.toUnsignedLong(bytes.getInt());
            relation = Integer.toUnsignedLong(bytes.getInt());
        } else {
            database = blocks.getLast().database();
            relation = blocks.getLast().relation();
        }
        blocks.add(new Block(database, relation, flags & FORK_MASK, Integer.toUnsignedLong(bytes.getInt())));
        return length;
    }
}
