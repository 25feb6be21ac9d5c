package muster.lab;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import muster.engine.history.OperatorException;

/**
 * How much each member may keep on the file system of its own that its data then lies on.
 *
 * @param mebibytes from 384 to 65536: etcd takes 128 MB for its log before the first write, and that twice while lost data stand
 *     beside new ones
 */
public record DiskLimit(int mebibytes) {

    /** Room for etcd's log, a database up to its quota, and a second one while it is defragmented. */
    public static final DiskLimit USUAL = new DiskLimit(512);

    private static final int LEAST = 384;
    private static final int MOST = 64 * 1024;
    private static final Pattern WORD = Pattern.compile("(?<number>[1-9]\\d{0,5})(?<unit>[MG])i?B?");

    /** @throws OperatorException if it is out of bounds */
    public DiskLimit {
        if (mebibytes < LEAST || mebibytes > MOST) {
            throw OperatorException.usage(
                    "--disk-limit: %d MiB is not between %d MiB and %d MiB".formatted(mebibytes, LEAST, MOST),
                    "muster lab up --disk-limit 512M");
        }
    }

    /**
     * Reads a size as it is typed: {@code 512M} or {@code 1G}, in powers of 1024.
     *
     * @throws OperatorException if it is none, or out of bounds
     */
    public static DiskLimit of(String word) {
        Matcher matcher = WORD.matcher(word.toUpperCase(Locale.ROOT).replace("IB", "iB"));
        if (!matcher.matches()) {
            throw OperatorException.usage(
                    "--disk-limit %s: a size is wanted, such as 512M or 1G".formatted(word),
                    "muster lab up --disk-limit 512M");
        }
        int number = Integer.parseInt(matcher.group("number"));
        return new DiskLimit(matcher.group("unit").equals("G") ? Math.multiplyExact(number, 1024) : number);
    }

    /** As it is typed: {@code 512M}. */
    public String word() {
        return mebibytes + "M";
    }
}
