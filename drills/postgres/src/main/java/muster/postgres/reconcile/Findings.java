package muster.postgres.reconcile;

import java.util.List;
import muster.postgres.wal.Ancestry;

/**
 * A split brain: two primaries of one cluster, where they parted, and what each has that the other has not. Changes are seen from the
 * first of the two.
 *
 * @param systemIdentifier of the cluster
 * @param fork where they parted
 * @param sides the two, in the site's order
 * @param tables those in which a row differs
 * @param unsalvageable what a rewind takes with it and no salvage brings back
 */
public record Findings(
        String systemIdentifier,
        Ancestry.Fork fork,
        List<Side> sides,
        List<TableChanges> tables,
        List<Unsalvageable> unsalvageable) {

    /** Copies the lists. */
    public Findings {
        sides = List.copyOf(sides);
        tables = List.copyOf(tables);
        unsalvageable = List.copyOf(unsalvageable);
    }

    /**
     * One of the two.
     *
     * @param server its name
     * @param timeline the one that it is on
     * @param end the LSN up to which its log reaches
     * @param bytesPastFork how much of that is past the fork
     * @param transactions how many were committed past the fork; -1 if the log does not tell
     * @param unreadable why the log does not tell; empty if it does
     */
    public record Side(
            String server, int timeline, String end, long bytesPastFork, int transactions, String unreadable) {}

    /**
     * What became of the rows of one table.
     *
     * @param database the database's name
     * @param table with its schema
     * @param rows how many rows for each change that there is
     */
    public record TableChanges(String database, String table, List<Count> rows) {
        /** Copies the list. */
        public TableChanges {
            rows = List.copyOf(rows);
        }
    }

    /**
     * A number of rows.
     *
     * @param change what became of them
     * @param rows how many
     */
    public record Count(Change change, long rows) {}

    /** The same, seen from the other side. */
    public Findings mirrored() {
        return new Findings(
                systemIdentifier,
                fork,
                sides.reversed(),
                tables.stream()
                        .map(table -> new TableChanges(
                                table.database(),
                                table.table(),
                                table.rows().stream()
                                        .map(count -> new Count(count.change().mirrored(), count.rows()))
                                        .toList()))
                        .toList(),
                unsalvageable);
    }

    /** How many rows a rewind of the first server would throw away or set back. */
    public long lostByRewindHere() {
        return tables.stream()
                .flatMap(table -> table.rows().stream())
                .filter(count -> count.change().lostByRewindHere())
                .mapToLong(Count::rows)
                .sum();
    }
}
