package muster.postgres.reconcile;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A file that is written once, counted and summed, put on the disk, and read back before it counts. */
final class SavingFile implements AutoCloseable {

    private static final int BUFFER_BYTES = 1 << 16;

    private final Path file;
    private final FileOutputStream disk;
    private final MessageDigest sum;
    private final OutputStream out;
    private long rows;
    private long bytes;

    SavingFile(Path file) throws IOException {
        this.file = file;
        Files.createDirectories(file.toAbsolutePath().getParent());
        this.disk = new FileOutputStream(file.toFile());
        this.sum = sha256();
        this.out = new DigestOutputStream(new BufferedOutputStream(disk, BUFFER_BYTES), sum);
    }

    void line(String text) throws IOException {
        byte[] encoded = (text + "\n").getBytes(StandardCharsets.UTF_8);
        out.write(encoded);
        bytes += encoded.length;
    }

    void row(String text) throws IOException {
        line(text);
        rows++;
    }

    /**
     * Puts it on the disk and reads it back.
     *
     * @throws IOException if the disk does not take it, or gives back something else
     */
    SalvageReport.SavedFile finish(Path folder) throws IOException {
        out.flush();
        disk.getFD().sync();
        disk.close();
        String written = HexFormat.of().formatHex(sum.digest());
        String read = sumOf(file);
        if (!written.equals(read) || Files.size(file) != bytes) {
            throw new IOException("%s does not hold what was written to it".formatted(file));
        }
        return new SalvageReport.SavedFile(folder.relativize(file).toString(), rows, bytes, written);
    }

    /** The SHA-256 of a file, in hexadecimal. */
    static String sumOf(Path file) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = Files.newInputStream(file)) {
            int read = in.read(buffer);
            while (read >= 0) {
                digest.update(buffer, 0, read);
                read = in.read(buffer);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public void close() throws IOException {
        disk.close();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
