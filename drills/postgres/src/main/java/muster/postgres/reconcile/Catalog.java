package muster.postgres.reconcile;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What one server's catalogue says of one database. */
final class Catalog {

    private static final String OURS = """
             n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_toast%' AND n.nspname NOT LIKE 'pg\\_temp%'
            """;

    /** Every ordinary table; the key's columns have their place in the key. */
    private static final String COLUMNS = """
            SELECT n.nspname, c.relname, c.relpersistence, pg_catalog.pg_relation_filenode(c.oid),
                   (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()),
                   a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), a.attgenerated <> '',
                   pg_catalog.array_position(i.indkey::smallint[], a.attnum)
            FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            LEFT JOIN pg_catalog.pg_index i ON i.indrelid = c.oid AND i.indisprimary
            LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            WHERE c.relkind = 'r' AND %s
            ORDER BY n.nspname, c.relname, a.attnum
            """.formatted(OURS);

    private final String database;
    private final Map<String, Entry> entries;

    private Catalog(String database, Map<String, Entry> entries) {
        this.database = database;
        this.entries = entries;
    }

    /**
     * A table as the catalogue has it.
     *
     * @param table with an empty key if it has none
     * @param unlogged true if its rows are not in the log
     * @param databaseOid of its database
     * @param file its file's number, which a rewrite changes
     */
    record Entry(Table table, boolean unlogged, long databaseOid, long file) {}

    static Catalog read(String database, Connection connection) throws SQLException {
        Map<String, Entry> entries = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(COLUMNS)) {
            Building building = null;
            while (rows.next()) {
                if (building == null || !building.is(rows.getString(1), rows.getString(2))) {
                    keep(building, entries, database);
                    building = new Building(rows);
                }
                building.column(rows);
            }
            keep(building, entries, database);
        }
        return new Catalog(database, entries);
    }

    private static void keep(@Nullable Building building, Map<String, Entry> entries, String database) {
        if (building != null) {
            Entry entry = building.entry(database);
            entries.put(entry.table().quoted(), entry);
        }
    }

    /** The tables whose rows can be compared one by one: logged, with a primary key, and of one definition on both servers. */
    List<Table> comparable(Catalog there) {
        return entries.values().stream()
                .filter(entry -> !entry.unlogged() && !entry.table().key().isEmpty())
                .filter(entry -> there.find(entry.table())
                        .filter(other -> other.table().equals(entry.table()) && !other.unlogged())
                        .isPresent())
                .map(Entry::table)
                .toList();
    }

    /** Every table whose rows are in the log. */
    List<Table> logged() {
        return entries.values().stream()
                .filter(entry -> !entry.unlogged())
                .map(Entry::table)
                .toList();
    }

    /** The tables of one definition on both servers that have no primary key. */
    List<Table> keyless(Catalog there) {
        return entries.values().stream()
                .filter(entry -> !entry.unlogged() && entry.table().key().isEmpty())
                .filter(entry -> there.find(entry.table())
                        .filter(other -> other.table().equals(entry.table()) && !other.unlogged())
                        .isPresent())
                .map(Entry::table)
                .toList();
    }

    /** The tables that are unlogged here or there, and are in both places. */
    Set<Table> unlogged(Catalog there) {
        Set<Table> tables = new TreeSet<>(Comparator.comparing(Table::quoted));
        for (Entry entry : entries.values()) {
            there.find(entry.table())
                    .filter(other -> entry.unlogged() || other.unlogged())
                    .ifPresent(_ -> tables.add(entry.table()));
        }
        return tables;
    }

    /** The tables that only one of both servers has, or that each defines in another way. */
    Set<Table> unlike(Catalog there) {
        Set<Table> tables = new TreeSet<>(Comparator.comparing(Table::quoted));
        for (Catalog each : List.of(this, there)) {
            Catalog other = each == this ? there : this;
            each.entries.values().stream()
                    .map(Entry::table)
                    .filter(table -> !other.find(table).map(Entry::table).equals(Optional.of(table)))
                    .forEach(tables::add);
        }
        return tables;
    }

    Optional<Entry> find(Table table) {
        return Optional.ofNullable(entries.get(table.quoted()));
    }

    String database() {
        return database;
    }

    private static final class Building {

        private final String schema;
        private final String name;
        private final boolean unlogged;
        private final long file;
        private final long databaseOid;
        private final List<Table.Column> columns = new ArrayList<>();
        private final Map<Integer, Table.Column> key = new TreeMap<>();

        Building(ResultSet row) throws SQLException {
            schema = row.getString(1);
            name = row.getString(2);
            unlogged = row.getString(3).equals("u");
            file = row.getLong(4);
            databaseOid = row.getLong(5);
        }

        boolean is(String otherSchema, String otherName) {
            return schema.equals(otherSchema) && name.equals(otherName);
        }

        void column(ResultSet row) throws SQLException {
            if (row.getString(6) == null || row.getBoolean(8)) {
                return;
            }
            Table.Column column = new Table.Column(row.getString(6), row.getString(7));
            columns.add(column);
            int place = row.getInt(9);
            if (!row.wasNull()) {
                key.put(place, column);
            }
        }

        Entry entry(String database) {
            Table table = new Table(database, schema, name, columns, List.copyOf(key.values()));
            return new Entry(table, unlogged, databaseOid, file);
        }
    }
}
