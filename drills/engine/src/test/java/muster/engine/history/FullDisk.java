package muster.engine.history;

import java.io.IOException;
import java.nio.file.Path;

/** Writes until the disk takes no more, and prints how many sends it took. Exits with 1 if it never said no. */
final class FullDisk {

    private static final int CALLS = 100_000;

    private FullDisk() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        int taken = calls(folder.resolve("history.jsonl"));
        boolean journalRefused = lines(folder.resolve("journal.jsonl"));
        System.out.println(taken);
        System.exit(taken < CALLS && journalRefused ? 0 : 1);
    }

    private static int calls(Path file) throws IOException {
        int taken = 0;
        try (HistoryLog log = HistoryLog.create(file)) {
            while (taken < CALLS) {
                String value = "v" + taken;
                try {
                    log.sending(new Op(
                            taken,
                            1,
                            1,
                            Op.Kind.WRITE,
                            "k",
                            value,
                            null,
                            "m1",
                            1,
                            2,
                            3,
                            new Outcome.Unknown("?"),
                            null));
                } catch (IOException e) {
                    return taken;
                }
                taken++;
            }
        }
        return taken;
    }

    private static boolean lines(Path file) throws IOException {
        String line = "{\"text\":\"" + "x".repeat(100_000) + "\"}";
        try (SealedFile sealed = SealedFile.open(file)) {
            for (int i = 0; i < 100; i++) {
                try {
                    sealed.append(line);
                } catch (IOException e) {
                    return true;
                }
            }
        }
        return false;
    }
}
