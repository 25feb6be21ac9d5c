package muster.postgres.reconcile;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Primary keys between two of them, in the server's own order, which is the same on both because one is a copy of the other.
 *
 * @param after a key that is no longer among them; null from the first
 * @param upTo the last key; null to the last
 */
record KeyRange(@Nullable List<String> after, @Nullable List<String> upTo) {

    static final KeyRange ALL = new KeyRange(null, null);

    KeyRange upTo(List<String> key) {
        return new KeyRange(after, key);
    }

    KeyRange after(List<String> key) {
        return new KeyRange(key, upTo);
    }

    /** As SQL, with a parameter for each value. */
    String where(Table table) {
        List<String> bounds = new ArrayList<>();
        if (after != null) {
            bounds.add(table.keyRow() + " > " + parameters(table));
        }
        if (upTo != null) {
            bounds.add(table.keyRow() + " <= " + parameters(table));
        }
        return bounds.isEmpty() ? "" : " WHERE " + String.join(" AND ", bounds);
    }

    void bind(PreparedStatement statement) throws SQLException {
        int place = 1;
        for (String value : values()) {
            statement.setString(place++, value);
        }
    }

    private List<String> values() {
        List<String> values = new ArrayList<>();
        if (after != null) {
            values.addAll(after);
        }
        if (upTo != null) {
            values.addAll(upTo);
        }
        return values;
    }

    private static String parameters(Table table) {
        return table.key().stream()
                .map(column -> "?::text::" + column.type())
                .collect(Collectors.joining(", ", "ROW(", ")"));
    }
}
