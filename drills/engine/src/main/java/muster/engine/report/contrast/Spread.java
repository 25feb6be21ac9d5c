package muster.engine.report.contrast;

import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import muster.engine.check.Quantities;

/**
 * A length of time over several runs.
 *
 * @param count over how many runs
 * @param leastNanos the shortest
 * @param medianNanos the middle one; the mean of the two in the middle if their number is even
 * @param mostNanos the longest
 */
public record Spread(int count, long leastNanos, long medianNanos, long mostNanos) {

    /** The spread of some lengths; empty if there is none. */
    static Optional<Spread> of(List<Long> nanos) {
        if (nanos.isEmpty()) {
            return Optional.empty();
        }
        long[] sorted = nanos.stream().flatMapToLong(LongStream::of).sorted().toArray();
        int middle = sorted.length / 2;
        long median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return Optional.of(new Spread(sorted.length, sorted[0], median, sorted[sorted.length - 1]));
    }

    /** In words: {@code 1.33 s}, or {@code 1.33 s (1.02 s to 1.71 s)} over more than one run. */
    public String words() {
        String median = Quantities.length(medianNanos);
        return count == 1
                ? median
                : "%s (%s to %s)".formatted(median, Quantities.length(leastNanos), Quantities.length(mostNanos));
    }
}
