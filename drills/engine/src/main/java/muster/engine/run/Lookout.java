package muster.engine.run;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import muster.engine.cluster.Store;
import muster.engine.history.Codec;
import muster.engine.history.Member;
import muster.engine.history.SealedFile;
import muster.engine.history.Sighting;
import org.jspecify.annotations.Nullable;

/** Asks every member about itself, forty times a second unless told otherwise, each on a thread and a connection of its own. */
final class Lookout implements AutoCloseable {

    /** Twice as dense as the least that a phase needs to be told. */
    static final Duration PERIOD = Duration.ofMillis(25);

    /** After which a member has not answered. */
    static final Duration DEADLINE = Duration.ofSeconds(1);

    private final Store store;
    private final SealedFile file;
    private final RunClock clock;
    private final Pulse pulse;
    private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();
    private final List<Thread> threads = new ArrayList<>();
    private final Duration period;

    Lookout(Store store, List<Member> members, SealedFile file, RunClock clock, Pulse pulse) {
        this(store, members, file, clock, pulse, PERIOD);
    }

    Lookout(Store store, List<Member> members, SealedFile file, RunClock clock, Pulse pulse, Duration period) {
        this.period = period;
        this.store = store;
        this.file = file;
        this.clock = clock;
        this.pulse = pulse;
        for (Member member : members) {
            threads.add(Thread.ofVirtual().name("look-" + member.name()).start(() -> watch(member)));
        }
    }

    /** @throws IOException if what was seen could not be written */
    void check() throws IOException {
        IOException error = failure.get();
        if (error != null) {
            throw error;
        }
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        threads.forEach(Lookout::join);
    }

    private void watch(Member member) {
        long due = clock.getAsLong();
        try {
            while (true) {
                Sighting sighting = store.look(member, clock.zeroNanos(), DEADLINE);
                pulse.saw(sighting);
                file.add(Codec.write(sighting));
                due = Math.max(due + period.toNanos(), clock.getAsLong());
                Thread.sleep(Duration.ofNanos(Math.max(0, due - clock.getAsLong())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            failure.compareAndSet(null, e);
        }
    }

    static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
