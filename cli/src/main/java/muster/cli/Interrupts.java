package muster.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import muster.cli.screen.LiveLine;
import muster.engine.run.Runner;
import org.jline.utils.Signals;

/**
 * Signals while a drill runs: they cancel it, so that it heals through its own block and the process ends with an exit code of its own.
 * A second one changes nothing but says how long is left: healing is never skipped.
 */
public final class Interrupts implements AutoCloseable {

    private record Registered(String name, Object previous) {}

    private final List<Registered> registered = new ArrayList<>();

    private Interrupts() {}

    /**
     * Catches INT, TERM and HUP until closed.
     *
     * @param left how long is left, in words to be appended
     */
    public static Interrupts cancelling(Runner runner, LiveLine line, Supplier<String> left) {
        Interrupts interrupts = new Interrupts();
        AtomicBoolean asked = new AtomicBoolean();
        for (String name : List.of("INT", "TERM", "HUP")) {
            Object previous = Signals.register(name, () -> {
                boolean first = asked.compareAndSet(false, true);
                boolean cancels = runner.cancel(name);
                line.say(words(first, cancels) + left.get());
            });
            interrupts.registered.add(new Registered(name, previous));
        }
        return interrupts;
    }

    private static String words(boolean first, boolean cancels) {
        if (!cancels) {
            return "  the drill is over: its evidence is being put away";
        }
        return first ? "  interrupted: healing what is open" : "  still healing";
    }

    @Override
    public void close() {
        registered.forEach(signal -> Signals.unregister(signal.name(), signal.previous()));
    }
}
