package muster.cli.command;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import muster.engine.history.Event;
import muster.engine.history.OperatorException;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/**
 * Signals while something is done that cleans up after itself: the first one interrupts the thread that does it, further ones change
 * nothing.
 */
final class Cancelling implements AutoCloseable {

    private final Map<String, Object> previous = new TreeMap<>();
    private final AtomicReference<@Nullable String> came = new AtomicReference<>();

    private Cancelling() {}

    /** Catches INT, TERM and HUP for the thread that calls, until closed. */
    static Cancelling thisThread() {
        Cancelling cancelling = new Cancelling();
        Thread worker = Thread.currentThread();
        for (String name : List.of("INT", "TERM", "HUP")) {
            cancelling.previous.put(name, Signals.register(name, () -> {
                if (cancelling.came.compareAndSet(null, name)) {
                    worker.interrupt();
                }
            }));
        }
        return cancelling;
    }

    /**
     * What the command ends with.
     *
     * @param what how things stand now
     * @param remedy what to do next
     */
    OperatorException refusal(String what, String remedy, InterruptedException cause) {
        String signal = came.get();
        return OperatorException.interrupted(
                "interrupted: " + what, remedy, new Event.Interrupted(signal == null ? "INT" : signal), cause);
    }

    @Override
    public void close() {
        previous.forEach(Signals::unregister);
    }
}
