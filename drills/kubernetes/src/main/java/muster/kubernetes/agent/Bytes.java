package muster.kubernetes.agent;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** What a script printed, bounded. Safe for threads. */
final class Bytes extends OutputStream {

    static final int MOST = 8 << 20;

    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private final Runnable overflow;

    /** @param overflow what is done when there is more than is taken */
    Bytes(Runnable overflow) {
        this.overflow = overflow;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] more, int offset, int length) throws IOException {
        if (taken.size() + length > MOST) {
            overflow.run();
            throw new IOException("more than %d bytes".formatted(MOST));
        }
        taken.write(more, offset, length);
    }

    synchronized String text() {
        return taken.toString(StandardCharsets.UTF_8);
    }
}
