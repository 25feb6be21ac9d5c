package muster.postgres.reconcile;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A difference as a statement for the winning server. Each may be run again without further effect, and each but an insert does nothing
 * if the winner's row is no longer as it stood when the two were compared.
 */
final class SqlText {

    private final Table table;

    SqlText(Table table) {
        this.table = table;
    }

    /** The statement that brings the losing side's state of the row to the winning one. */
    String of(Difference difference) {
        RowVersion here = difference.here();
        RowVersion there = difference.there();
        if (here == null) {
            return "DELETE FROM %s WHERE %s%s;"
                    .formatted(table.quoted(), isKey(difference.key()), asItStood(Objects.requireNonNull(there)));
        }
        if (there == null) {
            return "INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE VALUES (%s) ON CONFLICT DO NOTHING;"
                    .formatted(
                            table.quoted(),
                            table.columns().stream().map(Table.Column::quoted).collect(Collectors.joining(", ")),
                            here.values().stream().map(SqlText::literal).collect(Collectors.joining(", ")));
        }
        return "UPDATE %s SET %s WHERE %s%s;"
                .formatted(
                        table.quoted(),
                        String.join(", ", assignments(here, there)),
                        isKey(difference.key()),
                        asItStood(there));
    }

    private List<String> assignments(RowVersion here, RowVersion there) {
        List<String> assignments = new ArrayList<>();
        for (int i = 0; i < table.columns().size(); i++) {
            String value = here.values().get(i);
            if (!Objects.equals(value, there.values().get(i))) {
                assignments.add("%s = %s".formatted(table.columns().get(i).quoted(), literal(value)));
            }
        }
        return assignments;
    }

    private String isKey(List<String> key) {
        List<String> conditions = new ArrayList<>();
        for (int i = 0; i < key.size(); i++) {
            conditions.add("%s = %s".formatted(table.key().get(i).quoted(), literal(key.get(i))));
        }
        return String.join(" AND ", conditions);
    }

    /** Every type has a text, and not every type can be compared. */
    private String asItStood(RowVersion there) {
        StringBuilder conditions = new StringBuilder();
        for (int i = 0; i < table.columns().size(); i++) {
            Table.Column column = table.columns().get(i);
            if (!table.key().contains(column)) {
                conditions
                        .append(" AND ")
                        .append(column.quoted())
                        .append("::text IS NOT DISTINCT FROM ")
                        .append(literal(there.values().get(i)));
            }
        }
        return conditions.toString();
    }

    static String literal(@Nullable String value) {
        return value == null ? "NULL" : "'" + value.replace("'", "''") + "'";
    }
}
