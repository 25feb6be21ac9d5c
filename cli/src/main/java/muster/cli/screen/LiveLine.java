package muster.cli.screen;

import java.io.PrintStream;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One line at the bottom of a terminal that is painted again and again until something else is said. Safe for threads. */
public final class LiveLine implements AutoCloseable {

    private static final Duration PERIOD = Duration.ofMillis(100);
    private static final String ERASE = "\r\u001b[2K";

    private final PrintStream terminal;
    private final int columns;
    private final @Nullable Thread painter;
    private @Nullable Supplier<String> words;

    /**
     * @param terminal where
     * @param live false if it is no terminal: then only whole lines are printed
     * @param columns how wide it is
     */
    public LiveLine(PrintStream terminal, boolean live, int columns) {
        this.terminal = terminal;
        this.columns = columns;
        this.painter = live ? Thread.ofPlatform().daemon().name("live-line").start(this::paint) : null;
    }

    /** Sets what the line says from now on; null for nothing. */
    public synchronized void set(@Nullable Supplier<String> supplier) {
        words = supplier;
        if (supplier == null) {
            erase();
        }
    }

    /** Prints a line that stays, above the live one. */
    public synchronized void say(String line) {
        erase();
        terminal.println(line);
        terminal.flush();
    }

    @Override
    public void close() {
        if (painter != null) {
            painter.interrupt();
        }
        set(null);
    }

    private void paint() {
        try {
            while (true) {
                Thread.sleep(PERIOD);
                repaint();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void repaint() {
        Supplier<String> supplier = words;
        if (supplier == null || painter == null || painter.isInterrupted()) {
            return;
        }
        String line = supplier.get();
        terminal.print(ERASE + (line.length() < columns ? line : line.substring(0, columns - 1)));
        terminal.flush();
    }

    private void erase() {
        if (painter != null) {
            terminal.print(ERASE);
            terminal.flush();
        }
    }
}
