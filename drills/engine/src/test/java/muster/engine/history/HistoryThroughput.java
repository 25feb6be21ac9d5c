package muster.engine.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Prints how many operations a second the history takes, two lines for each, beside a thread that puts them on the disk each second.
 * A benchmark, not a test. Argument: a folder on the disk to be measured.
 */
final class HistoryThroughput {

    private static final int OPERATIONS = 2_000_000;

    private HistoryThroughput() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = arguments.length > 0 ? Path.of(arguments[0]) : Files.createTempDirectory("history");
        for (int round = 1; round <= 5; round++) {
            Path file = folder.resolve("history-" + round + ".jsonl");
            long begin = System.nanoTime();
            try (HistoryLog log = HistoryLog.create(file)) {
                Thread forcing = Thread.ofPlatform().daemon().start(() -> force(log));
                append(log);
                long appended = System.nanoTime() - begin;
                forcing.interrupt();
                forcing.join();
                System.out.printf(
                        "round %d: %,.0f operations/s, %d MB%n",
                        round, OPERATIONS * 1e9 / appended, Files.size(file) >> 20);
            }
            Files.delete(file);
        }
    }

    private static void append(HistoryLog log) throws IOException {
        Stamp stamp = new Stamp("m1", 4, 123_456);
        Outcome outcome = new Outcome.Acked("v1234567", stamp);
        for (int id = 0; id < OPERATIONS; id++) {
            Op op = new Op(id, id & 7, id, Op.Kind.WRITE, "k7", "v1234567", null, "m1", id, id, id, outcome, null);
            log.sending(op);
            log.done(op);
        }
    }

    private static void force(HistoryLog log) {
        try {
            while (true) {
                Thread.sleep(TimeUnit.SECONDS.toMillis(1));
                log.force();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
