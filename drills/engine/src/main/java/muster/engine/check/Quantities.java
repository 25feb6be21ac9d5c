package muster.engine.check;

import java.time.Duration;
import java.util.Locale;

/** Figures as people read them: with their unit and their doubt. */
public final class Quantities {

    private static final double MILLI = 1e6;
    private static final double SECOND = 1e9;

    private Quantities() {}

    /** A length of time: {@code 1.12 s}, {@code 24 ms}, {@code 0.3 ms}. */
    public static String length(long nanos) {
        double size = Math.abs((double) nanos);
        if (size >= 10 * SECOND) {
            return text("%.1f s", nanos / SECOND);
        }
        if (size >= 0.9995 * SECOND) {
            return text("%.2f s", nanos / SECOND);
        }
        return nanos == 0 || size >= 10 * MILLI ? text("%.0f ms", nanos / MILLI) : text("%.1f ms", nanos / MILLI);
    }

    /** A length of time: {@code 1.12 s}, {@code 24 ms}. */
    public static String length(Duration duration) {
        return length(duration.toNanos());
    }

    /**
     * A length that is only known to lie between two: {@code 1.12 s ± 0.005 s}; {@code at most 24 ms} if it may have been nothing.
     */
    public static String between(long leastNanos, long mostNanos) {
        if (leastNanos <= 0) {
            return "at most " + length(mostNanos);
        }
        double middle = (leastNanos + (double) mostNanos) / 2;
        double doubt = ((double) mostNanos - leastNanos) / 2;
        if (middle >= 0.9995 * SECOND) {
            return "%s ± %s".formatted(length((long) middle), text("%.3f s", doubt / SECOND));
        }
        return "%s ± %s".formatted(length((long) middle), length((long) doubt));
    }

    /** A moment since the run's zero: {@code 5.013 s}. */
    public static String moment(long nanos) {
        return text("%.3f s", nanos / SECOND);
    }

    /** A number of things: {@code 1 write}, {@code 2 943 writes}. */
    public static String count(long number, String singular) {
        return "%s %s".formatted(grouped(number), number == 1 ? singular : singular + "s");
    }

    /** A number with its thousands apart: {@code 2 943}. */
    public static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number).replace(',', ' ');
    }

    private static String text(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
