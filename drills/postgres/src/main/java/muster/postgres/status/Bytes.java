package muster.postgres.status;

/** Amounts of log in words. */
final class Bytes {

    private Bytes() {}

    /** Such as "8072 B" or "1.2 MB". */
    static String words(long bytes) {
        if (bytes < 100_000) {
            return bytes + " B";
        }
        return bytes < 1_000_000_000 ? "%.1f MB".formatted(bytes / 1e6) : "%.1f GB".formatted(bytes / 1e9);
    }
}
