package muster.engine.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the evidence of one run lies.
 *
 * @param path {@code …/runs/<drill>/<UTC time>}
 */
public record RunFolder(Path path) {

    /** The drill as it was read. */
    public Path drill() {
        return path.resolve("drill.yaml");
    }

    /** The plan. */
    public Path plan() {
        return path.resolve("plan.json");
    }

    /** What was typed. */
    public Path command() {
        return path.resolve("command.txt");
    }

    /** Events, each on the disk before what it announces. */
    public Path journal() {
        return path.resolve("journal.jsonl");
    }

    /** Calls. */
    public Path history() {
        return path.resolve("history.jsonl");
    }

    /** What members said. */
    public Path views() {
        return path.resolve("views.jsonl");
    }

    /** Calls into a store that was watched beside. */
    public Path history(String store) {
        return path.resolve("history-%s.jsonl".formatted(store));
    }

    /** What members of a store said that was watched beside. */
    public Path views(String store) {
        return path.resolve("views-%s.jsonl".formatted(store));
    }

    /** What it means: {@code report.json}, {@code report.md}, {@code report.html}, by ending. */
    public Path report(String ending) {
        return path.resolve("report." + ending);
    }

    /**
     * The rows that stood on one member alone before its data was taken away, as SQL and CSV.
     *
     * @param turn 1 for the first time that this happened to the member
     */
    public Path salvaged(String member, int turn) {
        return path.resolve(turn == 1 ? "salvaged-" + member : "salvaged-%s-%d".formatted(member, turn));
    }

    /** What it means, for a CI server. */
    public Path junit() {
        return path.resolve("junit.xml");
    }

    /** The runbook page that this run earned. */
    public Path runbook() {
        return path.resolve("runbook.md");
    }

    /** The decision record that this run earned. */
    public Path decision() {
        return path.resolve("adr.md");
    }

    /**
     * All that the run left behind.
     *
     * @throws OperatorException if a file was changed, or the journal holds no beginning
     * @throws IOException if a file cannot be read
     */
    public Evidence evidence() throws IOException {
        if (!Files.exists(journal())) {
            throw new OperatorException("%s holds no journal".formatted(path), "muster runs list");
        }
        List<String> doubts = new ArrayList<>();
        List<Entry> entries = lines(journal(), Entry.class, doubts);
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).sequence() != i) {
                throw new OperatorException(
                        "%s:%d: line %d of the journal is missing".formatted(journal(), i + 1, i),
                        "restore the run's folder from a copy; its figures cannot be trusted");
            }
        }
        if (entries.isEmpty() || !(entries.getFirst().event() instanceof Event.Began began)) {
            throw new OperatorException(
                    "%s does not begin with the beginning of a run".formatted(journal()), "muster runs list");
        }
        if (!(entries.getLast().event() instanceof Event.Ended)) {
            doubts.add("the journal has no end: the run was cut off");
        }
        List<Sighting> sightings = Files.exists(views()) ? lines(views(), Sighting.class, doubts) : List.of();
        HistoryReader.History history = Files.exists(history())
                ? HistoryReader.read(history())
                : new HistoryReader.History(List.of(), List.of(), false);
        if (history.torn()) {
            doubts.add("history.jsonl: a torn last line was dropped");
        }
        List<Evidence> beside = new BesideFiles(this, began.facts(), entries).read(doubts);
        return new Evidence(began.facts(), entries, history.ops(), history.found(), sightings, doubts, beside);
    }

    static <T> List<T> lines(Path file, Class<T> type, List<String> doubts) throws IOException {
        SealedFile.Content content = SealedFile.read(file);
        if (content.torn()) {
            doubts.add("%s: a torn last line was dropped".formatted(file.getFileName()));
        }
        List<T> values = new ArrayList<>();
        for (String json : content.lines()) {
            try {
                values.add(Codec.read(type, json));
            } catch (IllegalArgumentException e) {
                throw new OperatorException(
                        "%s:%d: %s".formatted(file, values.size() + 1, e.getMessage()),
                        "this run was written by another version of Muster; read it with that one",
                        e);
            }
        }
        return values;
    }
}
