package muster.engine.run;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import muster.engine.cluster.Surroundings;
import muster.engine.history.Event;
import muster.engine.history.Span;
import org.jspecify.annotations.Nullable;

/** Asks the cluster twice a second how nodes and pods stand, and notes what changes. */
final class Neighbourhood implements AutoCloseable {

    private static final Duration PERIOD = Duration.ofMillis(500);
    private static final Duration DEADLINE = Duration.ofSeconds(2);

    private final Surroundings surroundings;
    private final Journal journal;
    private final RunClock clock;
    private final Map<String, Known> known = new TreeMap<>();
    private @Nullable Thread thread;

    /** How something stood when it was last told, and when that was asked. */
    private record Known(String state, long askedNanos) {}

    Neighbourhood(Surroundings surroundings, Journal journal, RunClock clock) {
        this.surroundings = surroundings;
        this.journal = journal;
        this.clock = clock;
    }

    void start() {
        thread = Thread.ofVirtual().name("neighbourhood").start(this::watch);
    }

    @Override
    public void close() {
        if (thread != null) {
            thread.interrupt();
            Lookout.join(thread);
        }
    }

    private void watch() {
        try {
            while (true) {
                long asked = clock.getAsLong();
                surroundings.look(DEADLINE).forEach((what, state) -> take(what, state, asked));
                Thread.sleep(PERIOD);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(String what, String state, long askedNanos) {
        Known before = known.put(what, new Known(state, askedNanos));
        if (before != null && !before.state().equals(state)) {
            Span between = new Span(before.askedNanos(), clock.getAsLong());
            journal.accept(new Event.Noticed(what, before.state(), state, between));
        }
    }
}
