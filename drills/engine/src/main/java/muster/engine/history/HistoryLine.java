package muster.engine.history;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Lays out one line of the history in a buffer of its own, without garbage: the log's hot path. Not safe for threads. */
final class HistoryLine {

    private static final byte[] HEX = ascii("0123456789abcdef");
    private static final byte[] MARK = ascii(",\"crc\":\"");

    private final CRC32C crc = new CRC32C();
    private final byte[] digits = new byte[20];
    private byte[] bytes = new byte[1024];
    private int length;

    ByteBuffer sending(Op op) {
        begin("{\"send\":").number(op.id());
        raw(",\"client\":").number(op.client());
        raw(",\"process\":").number(op.process());
        raw(",\"kind\":\"").raw(word(op.kind())).raw("\"");
        field(",\"key\":", op.key());
        field(",\"argument\":", op.argument());
        field(",\"expected\":", op.expected());
        field(",\"endpoint\":", op.endpoint());
        raw(",\"due\":").number(op.dueNanos());
        raw(",\"at\":").number(op.sentNanos());
        return end();
    }

    ByteBuffer done(long op, long atNanos, Outcome outcome) {
        return ended("{\"done\":", op, atNanos, outcome);
    }

    ByteBuffer late(long op, long atNanos, Outcome outcome) {
        return ended("{\"late\":", op, atNanos, outcome);
    }

    ByteBuffer found(Found found) {
        begin("{\"found\":").number(found.op());
        field(",\"value\":", found.value());
        raw(",\"copies\":").number(found.copies());
        stamp(found.stamp());
        return end();
    }

    private ByteBuffer ended(String word, long op, long atNanos, Outcome outcome) {
        begin(word).number(op);
        raw(",\"at\":").number(atNanos);
        switch (outcome) {
            case Outcome.Acked acked -> {
                raw(",\"outcome\":\"acked\"");
                field(",\"value\":", acked.value());
                stamp(acked.stamp());
            }
            case Outcome.AckedLocally acked -> {
                raw(",\"outcome\":\"acked-locally\"");
                field(",\"value\":", acked.value());
                stamp(acked.stamp());
                field(",\"why\":", acked.warning());
            }
            case Outcome.Refused refused -> {
                raw(",\"outcome\":\"refused\"");
                field(",\"why\":", refused.why());
            }
            case Outcome.Unknown unknown -> {
                raw(",\"outcome\":\"unknown\"");
                field(",\"why\":", unknown.why());
            }
        }
        return end();
    }

    private void stamp(Stamp stamp) {
        field(",\"member\":", stamp.member());
        raw(",\"epoch\":").number(stamp.epoch());
        raw(",\"position\":").number(stamp.position());
    }

    private HistoryLine begin(String text) {
        length = 0;
        return raw(text);
    }

    private ByteBuffer end() {
        room(40);
        bytes[length++] = '}';
        crc.reset();
        crc.update(bytes, 0, length);
        long sum = crc.getValue();
        length--;
        System.arraycopy(MARK, 0, bytes, length, MARK.length);
        length += MARK.length;
        for (int shift = 28; shift >= 0; shift -= 4) {
            bytes[length++] = HEX[(int) (sum >>> shift) & 15];
        }
        bytes[length++] = '"';
        bytes[length++] = '}';
        bytes[length++] = '\n';
        return ByteBuffer.wrap(bytes, 0, length);
    }

    private HistoryLine raw(String text) {
        int size = text.length();
        room(size);
        for (int i = 0; i < size; i++) {
            bytes[length++] = (byte) text.charAt(i);
        }
        return this;
    }

    private HistoryLine number(long value) {
        room(20);
        if (value == Long.MIN_VALUE) {
            return raw(Long.toString(value));
        }
        long rest = Math.abs(value);
        int at = digits.length;
        do {
            digits[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest != 0);
        if (value < 0) {
            digits[--at] = '-';
        }
        System.arraycopy(digits, at, bytes, length, digits.length - at);
        length += digits.length - at;
        return this;
    }

    private void field(String name, @Nullable String value) {
        if (value == null) {
            return;
        }
        raw(name).raw("\"");
        for (int i = 0; i < value.length(); i++) {
            character(value.charAt(i));
        }
        raw("\"");
    }

    /** Everything but printable ASCII is escaped, so that a line is ASCII and its bytes are its characters. */
    private void character(char character) {
        room(6);
        if (character == '"' || character == '\\') {
            bytes[length++] = '\\';
            bytes[length++] = (byte) character;
            return;
        }
        if (character >= 0x20 && character < 0x7f) {
            bytes[length++] = (byte) character;
            return;
        }
        bytes[length++] = '\\';
        bytes[length++] = 'u';
        for (int shift = 12; shift >= 0; shift -= 4) {
            bytes[length++] = HEX[(character >>> shift) & 15];
        }
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }

    private static String word(Op.Kind kind) {
        return switch (kind) {
            case READ -> "read";
            case WRITE -> "write";
            case COMPARE_AND_SET -> "compare-and-set";
            case LOCAL_READ -> "local-read";
            case INSERT -> "insert";
            case TRANSFER -> "transfer";
            case SNAPSHOT -> "snapshot";
            case LOCAL_SNAPSHOT -> "local-snapshot";
        };
    }

    private static byte[] ascii(String text) {
        byte[] bytes = new byte[text.length()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) text.charAt(i);
        }
        return bytes;
    }
}
