package muster.engine.run;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import muster.engine.history.Event;

/**
 * Measures how late our own threads are run: it sleeps a millisecond again and again and notes by how much each sleep was too long. The
 * idea is that of Gil Tene's jHiccup. A stall of ours looks like an outage of the store; its length widens the intervals that it touches.
 */
final class Hiccups implements AutoCloseable {

    private static final long PAUSE_NANOS = 1_000_000;
    private static final int WORST_KEPT = 100;

    private final RunClock clock;
    private final Thread thread;
    private long[] dueNanos = new long[1 << 16];
    private long[] lateNanos = new long[1 << 16];
    private int count;
    private volatile boolean stopped;

    Hiccups(RunClock clock) {
        this.clock = clock;
        this.thread = Thread.ofPlatform().daemon().name("hiccups").start(this::measure);
    }

    /** Stops measuring and says what was seen. */
    Event.Hiccups stop() {
        close();
        if (count == 0) {
            return new Event.Hiccups(0, 0, List.of());
        }
        long[] sorted = Arrays.copyOf(lateNanos, count);
        Arrays.sort(sorted);
        long p99 = sorted[(int) Math.min(count - 1L, Math.round(count * 0.99))];
        List<Event.Stall> worst = IntStream.range(0, count)
                .mapToObj(i -> new Event.Stall(dueNanos[i], lateNanos[i]))
                .sorted(Comparator.comparingLong(Event.Stall::nanos).reversed())
                .limit(WORST_KEPT)
                .toList();
        return new Event.Hiccups(count, p99, worst);
    }

    @Override
    public void close() {
        stopped = true;
        Lookout.join(thread);
    }

    private void measure() {
        while (!stopped) {
            long due = clock.getAsLong() + PAUSE_NANOS;
            LockSupport.parkNanos(PAUSE_NANOS);
            long late = Math.max(0, clock.getAsLong() - due);
            if (count == lateNanos.length) {
                dueNanos = Arrays.copyOf(dueNanos, count * 2);
                lateNanos = Arrays.copyOf(lateNanos, count * 2);
            }
            dueNanos[count] = due;
            lateNanos[count] = late;
            count++;
        }
    }
}
