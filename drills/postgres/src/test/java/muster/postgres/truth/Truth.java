package muster.postgres.truth;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What became of every row, by key, in words; seen from the first of two servers. */
public final class Truth {

    private static final Pattern COMMIT =
            Pattern.compile("rmgr: Transaction .* tx:\\s+(\\d+), lsn: .* desc: COMMIT(_PREPARED)? (\\d+: )?");
    private static final Pattern SUBTRANSACTIONS = Pattern.compile("subxacts: ([\\d ]+)");

    private Truth() {}

    /**
     * A row as a plain query shows it.
     *
     * @param xmin the transaction that wrote it
     * @param text all of it
     */
    public record Seen(String xmin, String text) {}

    /**
     * Puts it together.
     *
     * @param keysAtFork the keys of all rows that stood at the fork
     * @param here the rows of the first server, by key
     * @param there the rows of the second
     * @param committedHere the transactions that the first committed past the fork
     * @param committedThere those that the second did
     */
    public static Map<String, String> of(
            Set<String> keysAtFork,
            Map<String, Seen> here,
            Map<String, Seen> there,
            Set<String> committedHere,
            Set<String> committedThere) {
        Map<String, String> truth = new TreeMap<>();
        Set<String> keys = new TreeSet<>(here.keySet());
        keys.addAll(there.keySet());
        for (String key : keys) {
            String words =
                    words(keysAtFork.contains(key), here.get(key), there.get(key), committedHere, committedThere);
            if (!words.isEmpty()) {
                truth.put(key, words);
            }
        }
        return truth;
    }

    private static String words(
            boolean stood, @Nullable Seen own, @Nullable Seen other, Set<String> ours, Set<String> theirs) {
        if (own != null && other != null && own.text().equals(other.text())) {
            return "";
        }
        if (other == null) {
            return oneSided(stood, ours.contains(Objects.requireNonNull(own).xmin()), "here", "there");
        }
        if (own == null) {
            return oneSided(stood, theirs.contains(other.xmin()), "there", "here");
        }
        boolean changedHere = ours.contains(own.xmin());
        boolean changedThere = theirs.contains(other.xmin());
        if (changedHere && changedThere) {
            return "changed on both sides";
        }
        return changedHere ? "changed here" : changedThere ? "changed there" : "unknown";
    }

    private static String oneSided(boolean stood, boolean written, String has, String lacks) {
        if (!stood) {
            return "only " + has;
        }
        if (!written) {
            return "deleted " + lacks;
        }
        return has.equals("here") ? "changed here, deleted there" : "deleted here, changed there";
    }

    /** The LSN at which a timeline was left, by the history file of the next one. */
    public static String fork(Path data, int timeline) throws IOException {
        String history = Files.readString(data.resolve("pg_wal/%08X.history".formatted(timeline + 1)));
        for (String line : history.split("\n", -1)) {
            String[] words = line.strip().split("\\s+", 3);
            if (words[0].equals(Integer.toString(timeline))) {
                return words[1];
            }
        }
        throw new IOException("timeline %d was not left: %s".formatted(timeline, history));
    }

    /** The transactions committed from an LSN on, subtransactions too, as pg_waldump prints them. */
    public static Set<String> committed(Path program, Path data, int timeline, String fork)
            throws IOException, InterruptedException {
        Path dump = Files.createTempFile("muster-waldump-", ".txt");
        try {
            Process process = new ProcessBuilder(
                            program.toString(),
                            "--path=" + data.resolve("pg_wal"),
                            "--timeline=" + timeline,
                            "--start=" + fork,
                            "--rmgr=Transaction")
                    .redirectOutput(dump.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            // It ends with an error where the log ends, as it always does on a log that is still written.
            process.waitFor();
            Set<String> committed = new HashSet<>();
            for (String line :
                    Files.readString(dump, StandardCharsets.ISO_8859_1).split("\n", -1)) {
                Matcher commit = COMMIT.matcher(line);
                if (!commit.find()) {
                    continue;
                }
                committed.add(
                        commit.group(3) == null
                                ? commit.group(1)
                                : commit.group(3).replace(": ", ""));
                Matcher subtransactions = SUBTRANSACTIONS.matcher(line);
                if (subtransactions.find()) {
                    committed.addAll(Set.of(subtransactions.group(1).strip().split(" +")));
                }
            }
            return committed;
        } finally {
            Files.delete(dump);
        }
    }

    /** Lines of key, xmin and text, parted by tabs, as rows by key. */
    public static Map<String, Seen> rows(Iterable<String> lines) {
        Map<String, Seen> rows = new HashMap<>();
        for (String line : lines) {
            String[] parts = line.split("\t", 3);
            rows.put(parts[0], new Seen(parts[1], parts[2]));
        }
        return rows;
    }
}
