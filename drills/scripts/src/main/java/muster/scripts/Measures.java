package muster.scripts;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import muster.engine.drill.Workload;
import muster.scripts.shape.Written;

/** Texts with a unit: lengths of time, rates, percentages. */
final class Measures {

    /** The longest that a whole drill may take, its waiting included. */
    static final Duration DRILL_LIMIT = Duration.ofMinutes(30);

    private static final Pattern TIME = Pattern.compile("^[1-9][0-9]{0,6}(ms|s|m)$");

    /** {@code 250ms}, {@code 5s}, {@code 2m}. */
    static final Written<Duration> LENGTH = new Written<>(
            "a length of time such as 250ms, 5s or 2m, at most %s".formatted(words(DRILL_LIMIT)),
            TIME,
            text -> Optional.of(duration(text)).filter(length -> length.compareTo(DRILL_LIMIT) <= 0));

    /** A length of time that a call may take. */
    static final Written<Duration> DEADLINE = new Written<>(
            "a length of time such as 250ms, at most %s".formatted(words(Workload.DEADLINE_LIMIT)),
            TIME,
            text -> Optional.of(duration(text)).filter(length -> length.compareTo(Workload.DEADLINE_LIMIT) <= 0));

    /** {@code 200/s}. */
    static final Written<Integer> RATE = new Written<>(
            "calls a second such as 200/s, at most %d/s".formatted(Workload.RATE_LIMIT),
            Pattern.compile("^[1-9][0-9]{0,5}/s$"),
            text -> Optional.of(number(text, "/s")).filter(rate -> rate <= Workload.RATE_LIMIT));

    /** {@code 50%}. */
    static final Written<Integer> PERCENT = new Written<>(
            "a percentage from 0% to 100%",
            Pattern.compile("^(100|[1-9]?[0-9])%$"), text -> Optional.of(number(text, "%")));

    private Measures() {}

    /** A length of time as a drill writes it. */
    static String words(Duration length) {
        if (length.toMillis() % 1_000 != 0) {
            return length.toMillis() + "ms";
        }
        return length.toSeconds() % 60 == 0 ? length.toMinutes() + "m" : length.toSeconds() + "s";
    }

    private static Duration duration(String text) {
        if (text.endsWith("ms")) {
            return Duration.ofMillis(number(text, "ms"));
        }
        return text.endsWith("m") ? Duration.ofMinutes(number(text, "m")) : Duration.ofSeconds(number(text, "s"));
    }

    private static int number(String text, String unit) {
        return Integer.parseInt(text.substring(0, text.length() - unit.length()));
    }
}
