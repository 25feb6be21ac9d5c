package muster.postgres.reconcile;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The order that foreign keys want: what is pointed to comes first. A cycle is cut where it is entered. */
final class References {

    private static final String FOREIGN_KEYS = """
            SELECT n.nspname, c.relname, pn.nspname, p.relname
            FROM pg_catalog.pg_constraint k
            JOIN pg_catalog.pg_class c ON c.oid = k.conrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_catalog.pg_class p ON p.oid = k.confrelid JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace
            WHERE k.contype = 'f'
            """;

    private final Map<String, Set<String>> parents = new HashMap<>();
    private final Map<String, Table> tables = new HashMap<>();
    private final Set<String> seen = new LinkedHashSet<>();
    private final Set<Table> ordered = new LinkedHashSet<>();

    private References(List<Table> tables, Connection connection) throws SQLException {
        tables.forEach(table -> this.tables.put(table.title(), table));
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(FOREIGN_KEYS)) {
            while (rows.next()) {
                String child = rows.getString(1) + "." + rows.getString(2);
                parents.computeIfAbsent(child, _ -> new TreeSet<>()).add(rows.getString(3) + "." + rows.getString(4));
            }
        }
    }

    static List<Table> order(List<Table> tables, Connection connection) throws SQLException {
        References references = new References(tables, connection);
        tables.forEach(table -> references.visit(table.title()));
        return List.copyOf(references.ordered);
    }

    private void visit(String title) {
        if (!seen.add(title)) {
            return;
        }
        parents.getOrDefault(title, Set.of()).forEach(this::visit);
        Table table = tables.get(title);
        if (table != null) {
            ordered.add(table);
        }
    }
}
