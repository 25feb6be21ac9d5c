package muster.engine.history;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * The checksum on every line of our files: the CRC-32C of the object without its last member, which holds it in eight hexadecimal
 * digits: {@code {"a":1,"crc":"e3069283"}} seals {@code {"a":1}}.
 */
public final class Seal {

    private static final String MARK = ",\"crc\":\"";
    private static final int TAIL = MARK.length() + 8 + 2;

    private Seal() {}

    /** The object, a line of JSON that is not empty, with its checksum. */
    public static String seal(String json) {
        return json.substring(0, json.length() - 1) + MARK + checksum(json) + "\"}";
    }

    /**
     * The object without its checksum.
     *
     * @throws IllegalArgumentException if there is no checksum, or it does not fit
     */
    public static String open(String line) {
        int mark = line.length() - TAIL;
        if (mark < 1 || !line.startsWith(MARK, mark) || !line.endsWith("\"}")) {
            throw new IllegalArgumentException("no checksum");
        }
        String json = line.substring(0, mark) + "}";
        String claimed = line.substring(mark + MARK.length(), line.length() - 2);
        String computed = checksum(json);
        if (!claimed.equals(computed)) {
            throw new IllegalArgumentException("checksum %s, computed %s".formatted(claimed, computed));
        }
        return json;
    }

    private static String checksum(String json) {
        CRC32C crc = new CRC32C();
        crc.update(json.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }
}
