package muster.postgres.reconcile;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Differences as lines of CSV (RFC 4180), with NULL as an empty field and the empty string in quotes, as PostgreSQL's COPY reads them. A
 * deleted row is given as it stands on the other side; its transaction is then not known from the row.
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
        Instant committed = here == null ? null : here.committed();
        List<@Nullable String> fields = new ArrayList<>();
        fields.add(difference.change().words());
        fields.add(String.join(", ", difference.key()));
        fields.add(here == null ? UNKNOWN : Long.toString(here.xid()));
        fields.add(committed == null ? UNKNOWN : committed.toString());
        fields.add(told);
        fields.addAll(shown.values());
        return line(fields);
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
