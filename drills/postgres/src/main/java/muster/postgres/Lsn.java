package muster.postgres;

/** A log sequence number: a position in the write-ahead log, in bytes, as an unsigned 64-bit number. */
public final class Lsn {

    private Lsn() {}

    /**
     * Reads PostgreSQL's form, such as {@code 0/5A3C8F0}.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static long parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException(text + " is no LSN");
        }
        return Long.parseUnsignedLong(text.substring(0, slash), 16) << 32
                | Long.parseUnsignedLong(text.substring(slash + 1), 16);
    }

    /** PostgreSQL's form. */
    public static String format(long lsn) {
        return "%X/%X".formatted(lsn >>> 32, lsn & 0xFFFF_FFFFL);
    }
}
