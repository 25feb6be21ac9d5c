package muster.kubernetes.recover;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class WriteAheadLogTest {

    private final ByteArrayOutputStream file = new ByteArrayOutputStream();

    /** A record of one kind, in a frame that is padded to eight bytes, as etcd's encoder does. */
    private void record(int type, byte... data) {
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        record.writeBytes(new byte[] {8, (byte) type, 16, (byte) 0x80, 1, 26, (byte) data.length});
        record.writeBytes(data);
        int padding = (8 - record.size() % 8) % 8;
        long word = record.size() | (padding == 0 ? 0 : (0x80L | padding) << 56);
        file.writeBytes(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(word)
                .array());
        file.writeBytes(record.toByteArray());
        file.writeBytes(new byte[padding]);
    }

    private void entry(int term, int index) {
        record(2, (byte) 8, (byte) 0, (byte) 16, (byte) term, (byte) 24, (byte) index, (byte) 34, (byte) 1, (byte) 7);
    }

    private static String packed(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return Base64.getEncoder().encodeToString(out.toByteArray());
    }

    @Test
    void endsWithTheEntryThatWasWrittenLast() throws IOException {
        record(4, (byte) 0);
        entry(3, 41);
        entry(3, 42);
        // A new leader made this member drop entry 42.
        entry(5, 42);
        record(3, (byte) 8, (byte) 5, (byte) 24, (byte) 41);
        file.writeBytes(new byte[4096]);
        assertThat(WriteAheadLog.end(packed(file.toByteArray()))).contains(new WriteAheadLog.End(5, 42));
    }

    @Test
    void stopsAtAFrameThatIsNotWhole() throws IOException {
        entry(3, 41);
        entry(3, 42);
        byte[] whole = file.toByteArray();
        byte[] torn = Arrays.copyOf(whole, whole.length - 9);
        assertThat(WriteAheadLog.end(packed(torn))).contains(new WriteAheadLog.End(3, 41));
    }

    @Test
    void aFreshFileWithoutEntriesLeavesWhatTheOneBeforeEndedWith() throws IOException {
        entry(3, 41);
        String first = packed(file.toByteArray());
        file.reset();
        record(4, (byte) 0);
        assertThat(WriteAheadLog.end(first + "\n" + packed(file.toByteArray()) + "\n"))
                .contains(new WriteAheadLog.End(3, 41));
    }

    @Test
    void nothingIsTheEndOfNothing() {
        assertThat(WriteAheadLog.end("")).isEmpty();
    }
}
