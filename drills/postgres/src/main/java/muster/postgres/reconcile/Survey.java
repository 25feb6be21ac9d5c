package muster.postgres.reconcile;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import muster.engine.history.ClusterException;
import muster.engine.history.OperatorException;
import muster.postgres.Lsn;
import muster.postgres.connection.PostgresOutcomes;
import muster.postgres.wal.Branch;

/** Two servers, each seen at one moment, and the comparison of all that they hold. Writes nothing on either. */
final class Survey implements AutoCloseable {

    private final Pair pair;
    private final View here;
    private final View there;

    private Survey(Pair pair, View here, View there) {
        this.pair = pair;
        this.here = here;
        this.there = there;
    }

    /** Looks at both; what is written afterwards is not seen. */
    static Survey open(Pair pair) throws InterruptedException {
        View here = View.take(pair.here().door(), pair.here().standing(), pair.fork());
        boolean taken = false;
        try {
            View there = View.take(pair.there().door(), pair.there().standing(), pair.fork());
            taken = true;
            return new Survey(pair, here, there);
        } finally {
            if (!taken) {
                here.close();
            }
        }
    }

    View here() {
        return here;
    }

    View there() {
        return there;
    }

    /** The databases that both have. */
    List<String> databases() {
        List<String> databases = new ArrayList<>(here.databases());
        databases.retainAll(there.databases());
        if (databases.isEmpty()) {
            throw new OperatorException(
                    "%s and %s have no database in common".formatted(here.name(), there.name()), "muster status");
        }
        return databases;
    }

    /** The tables of one database that can be compared row by row. */
    List<Table> tables(String database) {
        try {
            return Catalog.read(database, here.in(database)).comparable(Catalog.read(database, there.in(database)));
        } catch (SQLException e) {
            throw pair.here().door().explain(e);
        }
    }

    /** The same tables, those that foreign keys point to before those that they point from. */
    List<Table> inOrder(String database) {
        try {
            return References.order(tables(database), here.in(database));
        } catch (SQLException e) {
            throw pair.here().door().explain(e);
        }
    }

    /** Every row of a table on which they differ. */
    void compare(Table table, Consumer<Difference> taker) {
        try {
            Comparison.of(table, here, there, taker);
        } catch (SQLException e) {
            throw new ClusterException(
                    "%s cannot be compared: %s".formatted(table.title(), PostgresOutcomes.words(e)), e);
        }
    }

    /** All of it in numbers. */
    Findings findings() {
        List<Findings.TableChanges> changes = new ArrayList<>();
        for (String database : databases()) {
            for (Table table : tables(database)) {
                Map<Change, Long> counts = new EnumMap<>(Change.class);
                compare(table, difference -> counts.merge(difference.change(), 1L, Long::sum));
                if (!counts.isEmpty()) {
                    changes.add(new Findings.TableChanges(
                            database,
                            table.title(),
                            counts.entrySet().stream()
                                    .map(entry -> new Findings.Count(entry.getKey(), entry.getValue()))
                                    .toList()));
                }
            }
        }
        return new Findings(
                pair.here().standing().systemIdentifier(),
                pair.fork(),
                List.of(side(here), side(there)),
                changes,
                unsalvageable());
    }

    /** What cannot be salvaged. */
    List<Unsalvageable> unsalvageable() {
        try {
            return Inventory.of(here, there, databases());
        } catch (SQLException e) {
            throw pair.here().door().explain(e);
        }
    }

    @Override
    public void close() {
        here.close();
        there.close();
    }

    private Findings.Side side(View view) {
        Standing standing = view.standing();
        Branch branch = view.branch();
        long end = branch == null ? standing.end() : branch.end();
        return new Findings.Side(
                view.name(),
                standing.ancestry().timeline(),
                Lsn.format(end),
                Math.max(0, end - pair.fork().lsn()),
                branch == null ? -1 : branch.transactions(),
                view.unreadable());
    }
}
