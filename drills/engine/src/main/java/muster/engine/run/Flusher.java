package muster.engine.run;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Puts the history on the disk once a second: often enough for evidence, seldom enough not to disturb the servers' own disk work. */
final class Flusher implements AutoCloseable {

    private static final Duration PERIOD = Duration.ofSeconds(1);

    /** What is to be done. */
    interface Force {
        void force() throws IOException;
    }

    private final Force force;
    private final Thread thread;
    private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();
    private volatile boolean stopped;

    Flusher(Force force) {
        this.force = force;
        this.thread = Thread.ofPlatform().daemon().name("flusher").start(this::flush);
    }

    /** @throws IOException if the disk did not take it */
    void check() throws IOException {
        IOException error = failure.get();
        if (error != null) {
            throw error;
        }
    }

    @Override
    public void close() {
        stopped = true;
        java.util.concurrent.locks.LockSupport.unpark(thread);
        Lookout.join(thread);
    }

    private void flush() {
        while (!stopped) {
            java.util.concurrent.locks.LockSupport.parkNanos(PERIOD.toNanos());
            try {
                force.force();
            } catch (IOException e) {
                failure.compareAndSet(null, e);
                return;
            }
        }
    }
}
