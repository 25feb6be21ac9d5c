package muster.engine.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import muster.engine.history.Codec;
import muster.engine.history.Entry;
import muster.engine.history.Event;
import muster.engine.history.SealedFile;

/**
 * The journal of a run while it is written. Each event is on the disk before {@link #accept} returns, and then goes to the subscribers;
 * a subscriber that fails is dropped and changes nothing.
 */
final class Journal implements Consumer<Event>, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Journal.class.getName());

    private final SealedFile file;
    private final RunClock clock;
    private final List<Consumer<Entry>> subscribers;
    private long sequence;

    Journal(SealedFile file, RunClock clock, List<Consumer<Entry>> subscribers) {
        this.file = file;
        this.clock = clock;
        this.subscribers = new java.util.ArrayList<>(subscribers);
    }

    /** @throws UncheckedIOException if the disk does not take it; what the event announces must then not be done */
    @Override
    public synchronized void accept(Event event) {
        Entry entry = new Entry(sequence, clock.getAsLong(), Instant.now(), event);
        try {
            file.append(Codec.write(entry));
        } catch (IOException e) {
            throw new UncheckedIOException("the journal cannot be written: " + e.getMessage(), e);
        }
        sequence++;
        subscribers.removeIf(subscriber -> !tell(subscriber, entry));
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean tell(Consumer<Entry> subscriber, Entry entry) {
        try {
            subscriber.accept(entry);
            return true;
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "a subscriber of the journal failed and is dropped", e);
            return false;
        }
    }
}
