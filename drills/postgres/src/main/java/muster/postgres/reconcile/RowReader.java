package muster.postgres.reconcile;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import muster.postgres.wal.Branch;
import muster.postgres.wal.Commit;
import muster.postgres.wal.Origin;
import muster.postgres.wal.Tuple;
import org.jspecify.annotations.Nullable;

/** Reads rows of one table on one server, with what its log tells of each. */
final class RowReader {

    private static final int SYSTEM_COLUMNS = 4;

    private final Table table;
    private final Connection connection;
    private final @Nullable Branch branch;
    private final Catalog.Entry entry;
    private final String query;

    private RowReader(Table table, Connection connection, @Nullable Branch branch, Catalog.Entry entry) {
        this.table = table;
        this.connection = connection;
        this.branch = branch;
        this.entry = entry;
        this.query = "SELECT xmin::text::bigint, (ctid::text::point)[0]::bigint, (ctid::text::point)[1]::int,"
                + " CASE WHEN pg_catalog.current_setting('track_commit_timestamp') = 'on'"
                + " THEN pg_catalog.pg_xact_commit_timestamp(xmin) END, "
                + table.columns().stream()
                        .map(column -> column.quoted() + "::text")
                        .collect(Collectors.joining(", "))
                + " FROM " + table.source();
    }

    static RowReader of(Table table, View view) throws SQLException {
        Connection connection = view.in(table.database());
        Catalog.Entry entry =
                Catalog.read(table.database(), connection).find(table).orElseThrow();
        return new RowReader(table, connection, view.branch(), entry);
    }

    /**
     * A row with what the log tells of it.
     *
     * @param origin where it came from if it was written past the fork; null if it was not, or nothing tells
     * @param place where it stands
     */
    record Row(RowVersion version, @Nullable Origin origin, Tuple place) {
        /** Where its version at the fork stood, if it had one. */
        Tuple base() {
            return origin instanceof Origin.Stood stood ? stood.base() : place;
        }
    }

    /** The rows of a range, by key. */
    Map<List<String>, Row> read(KeyRange range) throws SQLException {
        Map<List<String>, Row> rows = new LinkedHashMap<>();
        List<Integer> keys = table.keyPositions();
        try (PreparedStatement statement =
                connection.prepareStatement(query + range.where(table) + " ORDER BY " + table.order())) {
            range.bind(statement);
            try (ResultSet answer = statement.executeQuery()) {
                while (answer.next()) {
                    Row row = row(answer);
                    rows.put(
                            keys.stream()
                                    .map(place -> String.valueOf(
                                            row.version().values().get(place)))
                                    .toList(),
                            row);
                }
            }
        }
        return rows;
    }

    /** The commit that deleted, on this server, the row whose version at the fork stood at that place; empty if none is known. */
    Optional<Commit> deletion(Tuple base) {
        return branch == null ? Optional.empty() : branch.deletion(base);
    }

    /** False if this server's log does not tell what was done past the fork. */
    boolean tells() {
        return branch != null;
    }

    private Row row(ResultSet answer) throws SQLException {
        long xmin = answer.getLong(1);
        Tuple place = new Tuple(entry.databaseOid(), entry.file(), answer.getLong(2), answer.getInt(3));
        Timestamp stamped = answer.getTimestamp(4);
        List<@Nullable String> values = new ArrayList<>();
        for (int i = 1; i <= table.columns().size(); i++) {
            values.add(answer.getString(SYSTEM_COLUMNS + i));
        }
        Instant tracked = stamped == null ? null : stamped.toInstant();
        if (branch == null) {
            return new Row(new RowVersion(values, xmin, tracked, null), null, place);
        }
        Optional<Commit> commit = branch.commit(xmin);
        if (commit.isEmpty()) {
            return new Row(new RowVersion(values, xmin, tracked, false), null, place);
        }
        RowVersion version =
                new RowVersion(values, commit.get().xid(), commit.get().at(), true);
        return new Row(version, branch.origin(place, xmin), place);
    }
}
