package muster.postgres.wal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import muster.postgres.Lsn;

/**
 * The timelines that a server's data went through.
 *
 * @param timeline the one that it is on
 * @param turns where it left each earlier one, oldest first
 */
public record Ancestry(int timeline, List<Turn> turns) {

    /** Copies the list. */
    public Ancestry {
        turns = List.copyOf(turns);
    }

    /**
     * Where one timeline was left.
     *
     * @param timeline the one that was left
     * @param end the LSN of its first byte that is not ours
     */
    public record Turn(int timeline, long end) {}

    /**
     * The point up to which two servers have the same history.
     *
     * @param timeline the last one that they share
     * @param lsn the first byte of the log that they do not
     */
    public record Fork(int timeline, long lsn) {
        @Override
        public String toString() {
            return "%s on timeline %d".formatted(Lsn.format(lsn), timeline);
        }
    }

    private record Stretch(int timeline, long begin, long end) {}

    /**
     * Reads a history file, as {@code TIMELINE_HISTORY} sends it: a line for each turn, with the timeline that was left, the LSN, and a
     * reason.
     *
     * @param history empty for timeline 1, which has no such file
     * @throws IllegalArgumentException if a line is none of a history
     */
    public static Ancestry parse(int timeline, String history) {
        List<Turn> turns = new ArrayList<>();
        for (String line : history.split("\n", -1)) {
            String text = line.strip();
            if (text.isEmpty() || text.startsWith("#")) {
                continue;
            }
            String[] words = text.split("\\s+", 3);
            if (words.length < 2) {
                throw new IllegalArgumentException("no line of a timeline's history: " + text);
            }
            turns.add(new Turn(Integer.parseInt(words[0]), Lsn.parse(words[1])));
        }
        return new Ancestry(timeline, turns);
    }

    /** The timeline in whose files a byte of the log lies. */
    public int at(long lsn) {
        for (Turn turn : turns) {
            if (Long.compareUnsigned(lsn, turn.end()) < 0) {
                return turn.timeline();
            }
        }
        return timeline;
    }

    /** The name of the file in which a byte lies: a segment in which a timeline ends was copied to the next one. */
    public String fileOf(long lsn, int segmentBytes) {
        long segment = lsn / segmentBytes;
        long perId = 0x1_0000_0000L / segmentBytes;
        return "%08X%08X%08X"
                .formatted(at(segment * segmentBytes + segmentBytes - 1), segment / perId, segment % perId);
    }

    /**
     * Where the histories of two servers part, by the rule of pg_rewind: the last timeline that both entered at the same point, up to
     * where the first of them left it.
     *
     * @return empty if both are still on that timeline, so that it does not tell where they part; or if they share none
     */
    public Optional<Fork> forkFrom(Ancestry other) {
        List<Stretch> own = stretches();
        List<Stretch> others = other.stretches();
        int shared = 0;
        while (shared < Math.min(own.size(), others.size())
                && own.get(shared).timeline() == others.get(shared).timeline()
                && own.get(shared).begin() == others.get(shared).begin()) {
            shared++;
        }
        if (shared == 0) {
            return Optional.empty();
        }
        Stretch mine = own.get(shared - 1);
        Stretch theirs = others.get(shared - 1);
        long end = Long.compareUnsigned(mine.end(), theirs.end()) <= 0 ? mine.end() : theirs.end();
        return end == -1 ? Optional.empty() : Optional.of(new Fork(mine.timeline(), end));
    }

    private List<Stretch> stretches() {
        List<Stretch> stretches = new ArrayList<>();
        long begin = 0;
        for (Turn turn : turns) {
            stretches.add(new Stretch(turn.timeline(), begin, turn.end()));
            begin = turn.end();
        }
        stretches.add(new Stretch(timeline, begin, -1));
        return stretches;
    }
}
