package muster.postgres.reconcile;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import muster.postgres.wal.Commit;
import org.jspecify.annotations.Nullable;

/**
 * Differences as lines of CSV (RFC 4180), with NULL as an empty field and the empty string in quotes, as PostgreSQL's COPY reads them. A
 * deleted row is given as it stands on the other side, with the transaction that deleted it.
 */
final class CsvText {

    private static final String UNKNOWN = "unknown";

    private final Table table;

    CsvText(Table table) {
        this.table = table;
    }

    String header() {
        List<@Nullable String> fields = new ArrayList<>(
                List.of("muster_change", "muster_key", "muster_transaction", "muster_committed", "muster_told"));
        table.columns().forEach(column -> fields.add(column.name()));
        return line(fields);
    }

    /** @param told who was told that the row is safe; empty if nobody is known */
    String of(Difference difference, String told) {
        RowVersion here = difference.here();
        RowVersion shown = here == null ? Objects.requireNonNull(difference.there()) : here;
        List<@Nullable String> fields = new ArrayList<>();
        fields.add(difference.change().words());
        fields.add(String.join(", ", difference.key()));
        if (here != null) {
            fields.add(Long.toString(here.xid()));
            fields.add(time(here.committed()));
        } else {
            Commit deletion = difference.deletion();
            fields.add(deletion == null ? UNKNOWN : Long.toString(deletion.xid()));
            fields.add(time(deletion == null ? null : deletion.at()));
        }
        fields.add(told);
        fields.addAll(shown.values());
        return line(fields);
    }

    private static String time(@Nullable Instant committed) {
        return committed == null ? UNKNOWN : committed.toString();
    }

    private static String line(List<@Nullable String> fields) {
        return fields.stream().map(CsvText::field).collect(Collectors.joining(","));
    }

    private static String field(@Nullable String value) {
        if (value == null) {
            return "";
        }
        boolean quotes = value.isEmpty() || value.chars().anyMatch(letter -> ",\"\n\r".indexOf(letter) >= 0);
        return quotes ? '"' + value.replace("\"", "\"\"") + '"' : value;
    }
}
