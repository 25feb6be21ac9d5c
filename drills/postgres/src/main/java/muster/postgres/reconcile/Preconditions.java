package muster.postgres.reconcile;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import muster.engine.history.OperatorException;
import muster.postgres.Lsn;
import muster.postgres.reconcile.Precondition.State;
import muster.postgres.wal.LastCheckpoint;
import muster.postgres.wal.MissingWalException;

/** Checks what pg_rewind needs, on both running servers, before either is touched. */
final class Preconditions {

    private static final String ENTRY = "postgres";

    private final Pair pair;
    private final List<Precondition> checked = new ArrayList<>();

    private Preconditions(Pair pair) {
        this.pair = pair;
    }

    /**
     * All of them, for a rewind of the first server of a pair towards the second.
     *
     * @throws OperatorException if the winner has no slot for the loser and can make none: it could not follow in any way
     */
    static List<Precondition> check(Pair pair) {
        return new Preconditions(pair).check();
    }

    private List<Precondition> check() {
        Pair.Party loser = pair.here();
        Pair.Party winner = pair.there();
        add("one cluster", true, "system identifier " + loser.standing().systemIdentifier());
        add("one major version", true, "PostgreSQL " + loser.standing().major());
        try (Connection ours = loser.door().open(ENTRY)) {
            hints(ours);
            fullPages(loser.name(), ours);
            loserWal(ours);
        } catch (SQLException e) {
            throw loser.door().explain(e);
        }
        try (Connection theirs = winner.door().open(ENTRY)) {
            fullPages(winner.name(), theirs);
            add(winner.name() + " is a primary", !winner.standing().recovering(), "timeline " + timeline(winner));
            controlFile(theirs);
            slot(theirs);
        } catch (SQLException e) {
            throw winner.door().explain(e);
        }
        checked.add(new Precondition(
                loser.name() + " is stopped", State.WILL_HOLD, "it is stopped in order before its data is touched"));
        return checked;
    }

    private void hints(Connection connection) throws SQLException {
        String hints = setting(connection, "wal_log_hints");
        String sums = setting(connection, "data_checksums");
        add(
                "changes of hint bits are in the log",
                hints.equals("on") || sums.equals("on"),
                "%s: wal_log_hints is %s, data checksums are %s"
                        .formatted(pair.here().name(), hints, sums));
    }

    private void fullPages(String server, Connection connection) throws SQLException {
        String pages = setting(connection, "full_page_writes");
        add("full_page_writes", pages.equals("on"), "%s: it is %s".formatted(server, pages));
    }

    private void loserWal(Connection connection) throws SQLException {
        Standing standing = pair.here().standing();
        String name = "the log reaches back to the last common checkpoint";
        try {
            LastCheckpoint checkpoint = LastCheckpoint.before(
                    new SqlWalFiles(connection), standing.ancestry(), standing.segmentBytes(), pair.fork());
            add(name, true, "%s: the checkpoint at %s".formatted(standing.name(), Lsn.format(checkpoint.lsn())));
            winnerWal(checkpoint);
        } catch (MissingWalException e) {
            add(name, false, "%s: %s".formatted(standing.name(), e.getMessage()));
        }
    }

    /** The rewound server replays the winner's log from that checkpoint on. */
    private void winnerWal(LastCheckpoint checkpoint) throws SQLException {
        Pair.Party winner = pair.there();
        Standing standing = winner.standing();
        String name = "the winner has the log from there on";
        try (Connection connection = winner.door().open(ENTRY)) {
            long segment = checkpoint.redo() - checkpoint.redo() % standing.segmentBytes();
            Optional<byte[]> first = new SqlWalFiles(connection)
                    .read(standing.ancestry().fileOf(segment, standing.segmentBytes()), 0, 1);
            add(
                    name,
                    first.isPresent(),
                    "%s: the file of %s is %s"
                            .formatted(
                                    standing.name(),
                                    Lsn.format(checkpoint.redo()),
                                    first.isPresent() ? "there" : "gone"));
        }
    }

    private void controlFile(Connection connection) throws SQLException {
        int written = Integer.parseInt(value(connection, "SELECT timeline_id FROM pg_catalog.pg_control_checkpoint()"));
        boolean fresh = written == timeline(pair.there());
        checked.add(new Precondition(
                "a checkpoint since the promotion",
                fresh ? State.HOLDS : State.WILL_HOLD,
                fresh
                        ? "%s: its control file says timeline %d"
                                .formatted(pair.there().name(), written)
                        : "%s: its control file still says timeline %d; a CHECKPOINT comes first"
                                .formatted(pair.there().name(), written)));
    }

    private void slot(Connection connection) throws SQLException {
        String loser = pair.here().name();
        String winner = pair.there().name();
        String used = value(connection, "SELECT count(*) FROM pg_catalog.pg_replication_slots");
        String most = setting(connection, "max_replication_slots");
        boolean there = !value(
                        connection,
                        "SELECT count(*) FROM pg_catalog.pg_replication_slots WHERE slot_name = "
                                + SqlText.literal(loser))
                .equals("0");
        if (there) {
            add("a slot for " + loser, true, "%s has one of that name".formatted(winner));
            return;
        }
        if (Integer.parseInt(used) >= Integer.parseInt(most)) {
            throw new OperatorException(
                    "%s has no replication slot for %s and can make none: %s of %s are used"
                            .formatted(winner, loser, used, most),
                    "on %s, drop one that nobody uses: SELECT pg_drop_replication_slot('NAME')".formatted(winner));
        }
        checked.add(new Precondition(
                "a slot for " + loser,
                State.WILL_HOLD,
                "%s has none; it is made, %s of %s are used".formatted(winner, used, most)));
    }

    private static int timeline(Pair.Party party) {
        return party.standing().ancestry().timeline();
    }

    private void add(String name, boolean holds, String words) {
        checked.add(new Precondition(name, holds ? State.HOLDS : State.FAILS, words));
    }

    private static String setting(Connection connection, String name) throws SQLException {
        return value(connection, "SELECT pg_catalog.current_setting('%s')".formatted(name));
    }

    private static String value(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = Rows.one(statement, query)) {
            return row.getString(1);
        }
    }
}
