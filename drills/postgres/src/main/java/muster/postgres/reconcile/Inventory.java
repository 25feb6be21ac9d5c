package muster.postgres.reconcile;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import muster.postgres.reconcile.Unsalvageable.Kind;
import org.jspecify.annotations.Nullable;

/** Lists what cannot be salvaged in one database: whatever is not a row of a logged table with a primary key. */
final class Inventory {

    private static final String OURS = " NOT IN ('pg_catalog', 'information_schema', 'pg_toast')";

    /** What was defined: a kind with a name, and a text that any change of it changes. */
    private static final String DEFINITIONS = """
            SELECT 'table ' || n.nspname || '.' || c.relname,
                   c.relpersistence::text || (SELECT pg_catalog.string_agg(pg_catalog.concat_ws(' ', a.attname,
                       pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attgenerated, a.attidentity,
                       pg_catalog.pg_get_expr(d.adbin, d.adrelid)), ', ' ORDER BY a.attnum)
                   FROM pg_catalog.pg_attribute a
                   LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
                   WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p', 'f') AND n.nspname%1$s AND n.nspname NOT LIKE 'pg\\_temp%%'
            UNION ALL
            SELECT 'view ' || n.nspname || '.' || c.relname, pg_catalog.pg_get_viewdef(c.oid)
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('v', 'm') AND n.nspname%1$s
            UNION ALL
            SELECT 'index ' || n.nspname || '.' || c.relname, pg_catalog.pg_get_indexdef(c.oid)
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('i', 'I') AND n.nspname%1$s AND n.nspname NOT LIKE 'pg\\_temp%%'
            UNION ALL
            SELECT 'constraint ' || k.conname || ' of ' || CASE WHEN k.conrelid <> 0 THEN k.conrelid::pg_catalog.regclass::text ELSE k.contypid::pg_catalog.regtype::text END,
                   pg_catalog.pg_get_constraintdef(k.oid)
            FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_namespace n ON n.oid = k.connamespace
            WHERE n.nspname%1$s
            UNION ALL
            SELECT 'trigger ' || t.tgname || ' of ' || t.tgrelid::pg_catalog.regclass, pg_catalog.concat_ws(' ', pg_catalog.pg_get_triggerdef(t.oid), t.tgenabled)
            FROM pg_catalog.pg_trigger t WHERE NOT t.tgisinternal
            UNION ALL
            SELECT 'function ' || p.oid::pg_catalog.regprocedure, pg_catalog.concat_ws(' ', p.prosrc, p.provolatile, p.proowner, p.prolang)
            FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
            WHERE n.nspname%1$s
            UNION ALL
            SELECT 'type ' || n.nspname || '.' || t.typname, pg_catalog.concat_ws(' ', t.typtype, t.typbasetype::pg_catalog.regtype,
                   (SELECT pg_catalog.string_agg(e.enumlabel, ', ' ORDER BY e.enumsortorder)
                    FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid))
            FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
            WHERE n.nspname%1$s AND t.typtype IN ('d', 'e', 'r')
            UNION ALL
            SELECT 'schema ' || nspname, nspowner::text || coalesce(nspacl::text, '')
            FROM pg_catalog.pg_namespace WHERE nspname%1$s AND nspname NOT LIKE 'pg\\_%%'
            UNION ALL
            SELECT 'sequence ' || n.nspname || '.' || c.relname, pg_catalog.concat_ws(' ', s.seqtypid, s.seqstart, s.seqincrement,
                   s.seqmin, s.seqmax, s.seqcache, s.seqcycle)
            FROM pg_catalog.pg_sequence s JOIN pg_catalog.pg_class c ON c.oid = s.seqrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            UNION ALL
            SELECT 'extension ' || extname, extversion FROM pg_catalog.pg_extension
            UNION ALL
            SELECT 'privileges on ' || n.nspname || '.' || c.relname, c.relowner::text || coalesce(c.relacl::text, '')
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND n.nspname%1$s AND n.nspname NOT LIKE 'pg\\_temp%%'
            UNION ALL
            SELECT 'policy ' || p.polname || ' of ' || p.polrelid::pg_catalog.regclass, pg_catalog.concat_ws(' ', p.polcmd,
                   pg_catalog.pg_get_expr(p.polqual, p.polrelid), pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid))
            FROM pg_catalog.pg_policy p
            UNION ALL
            SELECT 'publication ' || pubname, pg_catalog.concat_ws(' ', puballtables, pubinsert, pubupdate, pubdelete)
            FROM pg_catalog.pg_publication
            """.formatted(OURS);

    /** What belongs to no database. */
    private static final String GLOBAL_DEFINITIONS = """
            SELECT 'role ' || rolname, pg_catalog.concat_ws(' ', rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin,
                   rolreplication, rolconnlimit, pg_catalog.md5(rolpassword), rolvaliduntil)
            FROM pg_catalog.pg_authid
            UNION ALL
            SELECT 'database ' || datname, pg_catalog.concat_ws(' ', datdba, encoding, datcollate, datistemplate, datallowconn)
            FROM pg_catalog.pg_database
            UNION ALL
            SELECT 'tablespace ' || spcname, spcowner::text FROM pg_catalog.pg_tablespace
            UNION ALL
            SELECT 'setting of role ' || setrole || ' in database ' || setdatabase, setconfig::text
            FROM pg_catalog.pg_db_role_setting
            """;

    private static final String SEQUENCES = """
            SELECT n.nspname || '.' || c.relname, coalesce(pg_catalog.pg_sequence_last_value(c.oid)::text, 'not used')
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = 'S' AND n.nspname NOT LIKE 'pg\\_temp%'
            """;

    private static final String LARGE_OBJECTS = """
            SELECT m.oid::text, coalesce(pg_catalog.md5(pg_catalog.string_agg(l.pageno || pg_catalog.md5(l.data), '' ORDER BY l.pageno)), '')
            FROM pg_catalog.pg_largeobject_metadata m LEFT JOIN pg_catalog.pg_largeobject l ON l.loid = m.oid GROUP BY m.oid
            """;

    private final View here;
    private final View there;
    private final List<Unsalvageable> found = new ArrayList<>();

    private Inventory(View here, View there) {
        this.here = here;
        this.there = there;
    }

    /** All that cannot be salvaged, in the databases that both servers have and in what belongs to none. */
    static List<Unsalvageable> of(View here, View there, List<String> databases) throws SQLException {
        Inventory inventory = new Inventory(here, there);
        inventory.differing(Kind.DEFINITION, "", databases.getFirst(), GLOBAL_DEFINITIONS, false);
        for (String database : databases) {
            inventory.database(database);
        }
        return inventory.found;
    }

    private void database(String database) throws SQLException {
        Catalog ours = Catalog.read(database, here.in(database));
        Catalog theirs = Catalog.read(database, there.in(database));
        for (Table table : ours.keyless(theirs)) {
            Digest own = Digest.of(here.in(database), table);
            Digest other = Digest.of(there.in(database), table);
            found.add(new Unsalvageable(
                    Kind.NO_PRIMARY_KEY, database, table.title(), !own.equals(other), rows(own.rows(), other.rows())));
        }
        for (Table table : ours.unlogged(theirs)) {
            Digest own = Digest.of(here.in(database), table);
            Digest other = Digest.of(there.in(database), table);
            found.add(new Unsalvageable(
                    Kind.UNLOGGED_TABLE, database, table.title(), !own.equals(other), rows(own.rows(), other.rows())));
        }
        for (Table table : ours.unlike(theirs)) {
            found.add(new Unsalvageable(
                    Kind.TABLE_NOT_ALIKE,
                    database,
                    table.title(),
                    true,
                    "%s on %s, %s on %s"
                            .formatted(
                                    count(here, ours, table), here.name(), count(there, theirs, table), there.name())));
        }
        differing(Kind.DEFINITION, database, database, DEFINITIONS, false);
        differing(Kind.SEQUENCE, database, database, SEQUENCES, true);
        differing(Kind.LARGE_OBJECT, database, database, LARGE_OBJECTS, false);
    }

    private static String count(View view, Catalog catalog, Table table) throws SQLException {
        Optional<Catalog.Entry> entry = catalog.find(table);
        if (entry.isEmpty()) {
            return "not";
        }
        // On a server that recovers, an unlogged table has no rows that could be read.
        if (entry.get().unlogged() && view.standing().recovering()) {
            return "unlogged";
        }
        return rows(Digest.of(view.in(table.database()), entry.get().table()).rows());
    }

    private String rows(long own, long other) {
        return "%s on %s, %s on %s".formatted(rows(own), here.name(), rows(other), there.name());
    }

    private static String rows(long number) {
        return number == 1 ? "1 row" : number + " rows";
    }

    /** @param telling true if the two texts themselves tell the difference */
    private void differing(Kind kind, String database, String entry, String query, boolean telling)
            throws SQLException {
        Map<String, String> ours = pairs(here.in(entry), query);
        Map<String, String> theirs = pairs(there.in(entry), query);
        TreeSet<String> names = new TreeSet<>(ours.keySet());
        names.addAll(theirs.keySet());
        for (String name : names) {
            @Nullable String own = ours.get(name);
            @Nullable String other = theirs.get(name);
            if (own != null && own.equals(other)) {
                continue;
            }
            found.add(new Unsalvageable(kind, database, name, true, difference(own, other, telling)));
        }
    }

    private String difference(@Nullable String own, @Nullable String other, boolean telling) {
        if (own == null) {
            return "only on " + there.name();
        }
        if (other == null) {
            return "only on " + here.name();
        }
        return telling
                ? "%s on %s, %s on %s".formatted(own, here.name(), other, there.name())
                : "%s and %s differ".formatted(here.name(), there.name());
    }

    private static Map<String, String> pairs(Connection connection, String query) throws SQLException {
        Map<String, String> pairs = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                pairs.put(rows.getString(1), String.valueOf(rows.getString(2)));
            }
        }
        return pairs;
    }
}
