package muster.postgres.reconcile;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import muster.postgres.reconcile.RowReader.Row;
import muster.postgres.wal.Commit;
import org.jspecify.annotations.Nullable;

/**
 * Compares one table on two servers. A range of keys is digested first on both sides, and left alone if the digests are equal; else it is
 * halved, until it is small enough to be read row by row. So an equal table costs one scan, and memory is bounded.
 */
final class Comparison {

    /** Ranges with no more rows than this, on both sides together, are read. */
    static final int READ_ROWS = 1000;

    private final Table table;
    private final Connection here;
    private final Connection there;
    private final RowReader ourRows;
    private final RowReader theirRows;
    private final Consumer<Difference> taker;

    private Comparison(Table table, View here, View there, Consumer<Difference> taker) throws SQLException {
        this.table = table;
        this.here = here.in(table.database());
        this.there = there.in(table.database());
        this.ourRows = RowReader.of(table, here);
        this.theirRows = RowReader.of(table, there);
        this.taker = taker;
    }

    /**
     * Hands over every row on which they differ, in the order of their keys within each small range.
     *
     */
    static void of(Table table, View here, View there, Consumer<Difference> taker) throws SQLException {
        new Comparison(table, here, there, taker).compare(KeyRange.ALL);
    }

    private void compare(KeyRange range) throws SQLException {
        Digest own = Digest.of(here, table, range);
        Digest other = Digest.of(there, table, range);
        if (own.equals(other)) {
            return;
        }
        if (own.rows() + other.rows() <= READ_ROWS) {
            read(range);
            return;
        }
        boolean more = own.rows() >= other.rows();
        List<String> middle = middle(more ? here : there, range, Math.max(own.rows(), other.rows()) / 2);
        compare(range.upTo(middle));
        compare(range.after(middle));
    }

    /** The key in the middle of a range that has two rows at least, and never its last one. */
    private List<String> middle(Connection side, KeyRange range, long place) throws SQLException {
        String texts =
                table.key().stream().map(column -> column.quoted() + "::text").collect(Collectors.joining(", "));
        String query = "SELECT %s FROM %s%s ORDER BY %s OFFSET %d LIMIT 1"
                .formatted(texts, table.source(), range.where(table), table.order(), place - 1);
        try (PreparedStatement statement = side.prepareStatement(query)) {
            range.bind(statement);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                List<String> key = new ArrayList<>();
                for (int i = 1; i <= table.key().size(); i++) {
                    key.add(row.getString(i));
                }
                return key;
            }
        }
    }

    private void read(KeyRange range) throws SQLException {
        Map<List<String>, Row> ours = ourRows.read(range);
        Map<List<String>, Row> theirs = new LinkedHashMap<>(theirRows.read(range));
        for (Map.Entry<List<String>, Row> entry : ours.entrySet()) {
            Row own = entry.getValue();
            Row other = theirs.remove(entry.getKey());
            if (other == null) {
                tell(entry.getKey(), Judgement.oneSided(own, theirRows), own.version(), null, null);
            } else if (!own.version().values().equals(other.version().values())) {
                tell(entry.getKey(), Judgement.twoSided(own, other), own.version(), other.version(), null);
            }
        }
        for (Map.Entry<List<String>, Row> entry : theirs.entrySet()) {
            Row other = entry.getValue();
            tell(
                    entry.getKey(),
                    Judgement.oneSided(other, ourRows).mirrored(),
                    null,
                    other.version(),
                    ourRows.deletion(other.base()).orElse(null));
        }
    }

    private void tell(
            List<String> key,
            Change change,
            @Nullable RowVersion own,
            @Nullable RowVersion other,
            @Nullable Commit deletion) {
        taker.accept(new Difference(table.database(), table.title(), key, change, own, other, deletion));
    }
}
