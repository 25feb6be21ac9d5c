package muster.postgres.reconcile;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import muster.postgres.reconcile.Verification.Proof;
import muster.postgres.reconcile.Verification.Result;

/** Compares a winner with the server that came back to it, while clients may write. */
final class Verifier {

    private static final int ROUNDS = 20;
    private static final int REPLAY_ROUNDS = 400;
    private static final int REPLAY_MILLIS = 25;

    private final Pair.Party standby;
    private final Pair.Party winner;
    private final List<Proof> proofs = new ArrayList<>();

    private Verifier(Pair.Party standby, Pair.Party winner) {
        this.standby = standby;
        this.winner = winner;
    }

    static Verification verify(Pair.Party standby, Pair.Party winner) throws InterruptedException {
        return new Verifier(standby, winner).verify();
    }

    private Verification verify() throws InterruptedException {
        Standing own = standby.standing();
        Standing other = winner.standing();
        add(
                "one cluster",
                own.systemIdentifier().equals(other.systemIdentifier()),
                "system identifiers %s and %s".formatted(own.systemIdentifier(), other.systemIdentifier()));
        add("standby", own.recovering(), "%s is %s recovery".formatted(own.name(), own.recovering() ? "in" : "not in"));
        add(
                "one timeline",
                own.ancestry().timeline() == other.ancestry().timeline(),
                "timelines %d and %d"
                        .formatted(own.ancestry().timeline(), other.ancestry().timeline()));
        try (Connection ours = standby.door().open("postgres")) {
            streams(ours);
        } catch (SQLException e) {
            throw standby.door().explain(e);
        }
        tables();
        return new Verification(proofs);
    }

    private void streams(Connection connection) throws SQLException {
        String slot = "";
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT status, received_tli, coalesce(slot_name, '') FROM pg_catalog.pg_stat_wal_receiver")) {
            boolean streams = row.next() && row.getString(1).equals("streaming");
            add(
                    "streams",
                    streams && row.getInt(2) == winner.standing().ancestry().timeline(),
                    streams ? "on timeline %d".formatted(row.getInt(2)) : "it receives nothing");
            slot = streams ? row.getString(3) : "";
        }
        if (slot.isEmpty()) {
            add("slot", false, "%s streams without a slot".formatted(standby.name()));
            return;
        }
        try (Connection theirs = winner.door().open("postgres");
                Statement statement = theirs.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT active FROM pg_catalog.pg_replication_slots WHERE slot_name = "
                                + SqlText.literal(slot))) {
            boolean active = row.next() && row.getBoolean(1);
            add("slot", active, "%s on %s is %s".formatted(slot, winner.name(), active ? "in use" : "not in use"));
        }
    }

    private void tables() throws InterruptedException {
        int tables = 0;
        long rows = 0;
        try (Connection entry = winner.door().open("postgres")) {
            for (String database : names(entry)) {
                try (Connection theirs = winner.door().open(database);
                        Connection ours = standby.door().open(database)) {
                    Catalog catalog = Catalog.read(database, theirs);
                    for (Table table : catalog.logged()) {
                        Optional<Digest> equal = equal(table, ours, theirs);
                        if (equal.isEmpty()) {
                            return;
                        }
                        tables++;
                        rows += equal.get().rows();
                    }
                }
            }
        } catch (SQLException e) {
            throw winner.door().explain(e);
        }
        add(
                "rows",
                true,
                "%d rows in %d %s, equal on both by count and checksum"
                        .formatted(rows, tables, tables == 1 ? "table" : "tables"));
    }

    private Optional<Digest> equal(Table table, Connection ours, Connection theirs)
            throws SQLException, InterruptedException {
        boolean changing = false;
        for (int i = 0; i < ROUNDS; i++) {
            Digest before = Digest.of(theirs, table);
            awaitReplay(ours, one(theirs, "SELECT pg_catalog.pg_current_wal_insert_lsn()"));
            Digest own = Digest.of(ours, table);
            if (own.equals(before)) {
                return Optional.of(own);
            }
            changing = !Digest.of(theirs, table).equals(before);
        }
        proofs.add(new Proof(
                "rows",
                changing ? Result.UNDECIDED : Result.BROKEN,
                "%s %s"
                        .formatted(
                                table.title(),
                                changing
                                        ? "was written to each time it was compared"
                                        : "is not equal on both servers")));
        return Optional.empty();
    }

    private static void awaitReplay(Connection ours, String lsn) throws SQLException, InterruptedException {
        for (int i = 0; i < REPLAY_ROUNDS; i++) {
            if (one(ours, "SELECT pg_catalog.pg_last_wal_replay_lsn() >= '%s'::pg_catalog.pg_lsn".formatted(lsn))
                    .equals("t")) {
                return;
            }
            Thread.sleep(REPLAY_MILLIS);
        }
    }

    private static List<String> names(Connection connection) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT datname FROM pg_catalog.pg_database WHERE datallowconn AND NOT datistemplate ORDER BY 1")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    private static String one(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = Rows.one(statement, query)) {
            return row.getString(1);
        }
    }

    private void add(String name, boolean holds, String words) {
        proofs.add(new Proof(name, holds ? Result.HOLDS : Result.BROKEN, words));
    }
}
