package muster.kubernetes.recover;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one server told of itself before anything was done.
 *
 * @param node which
 * @param closed why it could not be asked at all; empty if it was
 * @param unit systemd's word of its k3s
 * @param database true if it has etcd data
 * @param flagged true if it was reset and not started since
 * @param reset true if a recovery that is not at its end has begun to reset it
 * @param taken the recovery that it is taken for; null for none
 * @param databaseBytes how big its data is
 * @param snapshotBytes how big its snapshots are
 * @param roomBytes how much its disk has free
 * @param serves true if it answered a read through raft's order: then the cluster has a majority
 * @param voters how many voters it knows; 0 if it did not tell
 * @param revision of its store; 0 if it is not known
 * @param answers true if its member answered; if not, its log was read from its files
 * @param place how far its member's log goes; null if that is not known
 */
public record Account(
        String node,
        String closed,
        String unit,
        boolean database,
        boolean flagged,
        boolean reset,
        @Nullable String taken,
        long databaseBytes,
        long snapshotBytes,
        long roomBytes,
        boolean serves,
        int voters,
        long revision,
        boolean answers,
        @Nullable Place place) {

    /**
     * How far a member's log goes. Of two logs the one with the later last term is ahead, and of two in one term the longer one (Ongaro
     * &amp; Ousterhout 2014, 5.4.1).
     *
     * @param term raft's
     * @param index of the last entry
     * @param revision of the store; 0 if it is not known
     */
    public record Place(long term, long index, long revision) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            return Comparator.comparingLong(Place::term)
                    .thenComparingLong(Place::index)
                    .compare(this, other);
        }

        /** In words: {@code term 8, index 40 211, revision 37 771}. */
        public String words() {
            String log = "term %d, index %d".formatted(term, index);
            return revision == 0 ? log : "%s, revision %d".formatted(log, revision);
        }
    }

    /** One that could not be asked. */
    static Account closed(String node, String why) {
        return new Account(node, why, "unknown", false, false, false, null, 0, 0, 0, false, 0, 0, false, null);
    }

    /** From the lines of the node's script. */
    static Account of(String node, String lines) {
        Map<String, String> said = new HashMap<>();
        lines.lines().filter(line -> line.contains(" ")).forEach(line -> {
            int space = line.indexOf(' ');
            said.put(line.substring(0, space), line.substring(space + 1).strip());
        });
        long term = number(said.get("term"));
        long revision = number(said.get("revision"));
        boolean voter = term != 0 && !said.containsKey("learner");
        return new Account(
                node,
                "",
                Objects.requireNonNullElse(said.get("unit"), "unknown"),
                said.containsKey("wal"),
                said.containsKey("flag"),
                said.containsKey("reset"),
                said.get("taken"),
                number(said.get("database")),
                number(said.get("snapshots")),
                number(said.get("room")),
                said.containsKey("serves"),
                Math.toIntExact(number(said.get("voters"))),
                revision,
                voter,
                voter ? new Place(term, number(said.get("index")), revision) : null);
    }

    /** The same, with the end of its log as its files have it. */
    Account withEnd(Optional<WriteAheadLog.End> end) {
        return new Account(
                node,
                closed,
                unit,
                database,
                flagged,
                reset,
                taken,
                databaseBytes,
                snapshotBytes,
                roomBytes,
                serves,
                voters,
                revision,
                answers,
                end.map(last -> new Place(last.term(), last.index(), revision)).orElse(null));
    }

    /** True if it has data and does not tell how far they go. */
    boolean silent() {
        return database && place == null;
    }

    /** What is known of it, in words. */
    public String words() {
        if (!closed.isEmpty()) {
            return "cannot be asked: " + closed;
        }
        if (!database) {
            return "k3s is %s; it has no etcd data".formatted(unit);
        }
        if (place == null) {
            return "k3s is %s; term and index not known".formatted(unit);
        }
        return "k3s is %s; %s%s".formatted(unit, place.words(), answers ? "" : " (read from its log)");
    }

    private static long number(@Nullable String text) {
        return text == null || !text.matches("\\d{1,18}") ? 0 : Long.parseLong(text);
    }
}
