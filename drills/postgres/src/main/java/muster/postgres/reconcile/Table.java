package muster.postgres.reconcile;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A table that has a primary key and the same definition on both servers.
 *
 * @param database the database's name
 * @param schema its schema
 * @param name its name
 * @param columns in order, without generated ones
 * @param key the columns of the primary key, in its order
 */
record Table(String database, String schema, String name, List<Column> columns, List<Column> key) {

    /** What {@link #source} is called. */
    static final String ALIAS = "\"muster row\"";

    /** Copies the lists. */
    Table {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
    }

    /**
     * A column.
     *
     * @param name its name
     * @param type its type, as SQL
     */
    record Column(String name, String type) {
        String quoted() {
            return quote(name);
        }
    }

    /** As SQL. */
    String quoted() {
        return quote(schema) + "." + quote(name);
    }

    /** As people say it. */
    String title() {
        return schema + "." + name;
    }

    /** The key's columns as a row. */
    String keyRow() {
        return key.stream().map(Column::quoted).collect(Collectors.joining(", ", "ROW(", ")"));
    }

    /** Rows in a query, under a name that no column has. */
    String source() {
        return "ONLY %s AS %s".formatted(quoted(), ALIAS);
    }

    /** The key's columns in an ORDER BY of {@link #source}, which would else mean the columns that are selected. */
    String order() {
        return key.stream().map(column -> ALIAS + "." + column.quoted()).collect(Collectors.joining(", "));
    }

    /** Where the key's columns stand among all. */
    List<Integer> keyPositions() {
        return key.stream().map(columns::indexOf).toList();
    }

    static String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }
}
