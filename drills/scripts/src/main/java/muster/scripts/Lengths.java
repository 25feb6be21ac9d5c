package muster.scripts;

import java.time.Duration;
import java.util.Optional;

/** Lengths of time as people type them. */
public final class Lengths {

    private Lengths() {}

    /** The length that a text such as {@code 250ms}, {@code 5s} or {@code 2m} means; empty if it means none. */
    public static Optional<Duration> parse(String text) {
        return Measures.LENGTH.value(text);
    }
}
