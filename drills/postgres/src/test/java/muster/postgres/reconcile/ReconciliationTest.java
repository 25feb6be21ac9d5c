package muster.postgres.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReconciliationTest {

    @TempDir
    private Path state;

    @Test
    void theLosersRowsAreSalvagedThenItFollowsAndTheSalvageRunsOnTheWinner() throws Exception {
        try (TestPair pair = split()) {
            Reconciliation reconciliation = new Reconciliation(
                    pair.splitBrain(),
                    PairNode.of(pair),
                    (table, row) -> table.equals("public.t") && "9001".equals(row.get("id"))
                            ? Optional.of("client 3, acknowledged")
                            : Optional.empty(),
                    new Silent());
            try (StepJournal journal = Reconciliation.begin(pair.splitBrain(), state, "here", "p2")) {
                Verification verification = reconciliation.run(journal);

                assertThat(verification.proofs()).allMatch(proof -> proof.result() == Verification.Result.HOLDS);
                assertThat(journal.done(Step.RETURN).orElseThrow())
                        .startsWith("pg_rewind: ")
                        .contains("Done!");
                SalvageReport salvage = journal.salvage().orElseThrow();
                assertThat(salvage.rows()).isEqualTo(5);
                assertThat(salvage.conflicts()).isEqualTo(1);
                assertThat(salvage.told()).isEqualTo(1);
                Path folder = Path.of(salvage.folder());
                List<String> csv = Files.readAllLines(folder.resolve("muster/public.t.csv"));
                assertThat(csv.getFirst())
                        .isEqualTo("muster_change,muster_key,muster_transaction,muster_committed,muster_told,id,words");
                assertThat(csv)
                        .filteredOn(line -> line.startsWith("only here,9001,"))
                        .singleElement()
                        .asString()
                        .matches(
                                "only here,9001,\\d+,20\\d\\d-.*Z,\"client 3, acknowledged\",9001,\"it's \"\"only\"\" p1\"");
                assertThat(csv)
                        .filteredOn(line -> line.startsWith("deleted here,4,"))
                        .singleElement()
                        .asString()
                        .matches("deleted here,4,\\d+,20\\d\\d-.*Z,\"\",4,w4");
                assertThat(pair.first().ask("SELECT id FROM t WHERE id > 9000 ORDER BY id"))
                        .containsExactly("9003");
                Set<String> before = new TreeSet<>(pair.second().ask("SELECT t::text FROM t"));
                Programs.run(
                        "psql",
                        "-X",
                        "-v",
                        "ON_ERROR_STOP=1",
                        "-d",
                        pair.second().conninfo("muster") + " dbname=muster",
                        "-f",
                        folder.resolve("muster/salvage.sql").toString());
                Set<String> after = new TreeSet<>(pair.second().ask("SELECT t::text FROM t"));
                assertThat(after)
                        .contains("(9001,\"it's \"\"only\"\" p1\")", "(9002,)", "(1,\"p1 was here\")")
                        .doesNotContain("(4,w4)");
                assertThat(after).hasSize(before.size() + 1);
                assertThat(StepJournal.unfinished(state)).isEmpty();
            }
        }
    }

    @Test
    void theOlderTimelineMayWin() throws Exception {
        try (TestPair pair = split();
                StepJournal journal = Reconciliation.begin(pair.splitBrain(), state, "here", "p1")) {
            Verification verification = reconciliation(pair).run(journal);

            assertThat(verification.holds()).as(verification.toString()).isTrue();
            assertThat(pair.second().ask("SELECT id FROM t WHERE id > 9000 ORDER BY id"))
                    .containsExactly("9001", "9002");
        }
    }

    @Test
    void whatIsCommittedAfterTheSalvageIsSalvagedToo() throws Exception {
        try (TestPair pair = split();
                StepJournal journal = Reconciliation.begin(pair.splitBrain(), state, "here", "p2")) {
            Progress late = new Silent() {
                @Override
                public void done(Step step, String words) {
                    if (step == Step.SALVAGE) {
                        pair.first().sql("INSERT INTO t VALUES (9999, 'late')");
                    }
                }
            };
            new Reconciliation(pair.splitBrain(), PairNode.of(pair), Told.NOBODY, late).run(journal);

            assertThat(journal.done(Step.SETTLE).orElseThrow()).startsWith("salvaged again");
            Path folder = Path.of(journal.salvage().orElseThrow().folder());
            assertThat(Files.readString(folder.resolve("muster/salvage.sql")))
                    .contains("(\"id\", \"words\") OVERRIDING SYSTEM VALUE VALUES ('9999', 'late')");
        }
    }

    @Test
    void withoutWhatARewindNeedsTheLoserIsMadeAnew() throws Exception {
        try (TestPair pair = split("wal_log_hints = off");
                StepJournal journal = Reconciliation.begin(pair.splitBrain(), state, "here", "p2")) {
            Verification verification = reconciliation(pair).run(journal);

            assertThat(journal.done(Step.RETURN).orElseThrow())
                    .contains("changes of hint bits are in the log (p1: wal_log_hints is off, data checksums are off)")
                    .contains("pg_basebackup made it anew");
            assertThat(verification.holds()).as(verification.toString()).isTrue();
        }
    }

    static Reconciliation reconciliation(TestPair pair) {
        return new Reconciliation(pair.splitBrain(), PairNode.of(pair), Told.NOBODY, new Silent());
    }

    static TestPair split(String... settings) {
        TestPair pair = TestPair.start(settings);
        pair.first()
                .sql(
                        "CREATE TABLE t (id int PRIMARY KEY, words text)",
                        "INSERT INTO t SELECT i, 'w' || i FROM generate_series(1, 2000) i");
        pair.awaitStream();
        pair.cut();
        pair.promote();
        pair.first()
                .sql(
                        "INSERT INTO t VALUES (9001, 'it''s \"only\" p1'), (9002, NULL)",
                        "UPDATE t SET words = 'p1 was here' WHERE id IN (1, 2)",
                        "DELETE FROM t WHERE id = 4");
        pair.second().sql("INSERT INTO t VALUES (9003, 'only p2')", "UPDATE t SET words = 'p2 was here' WHERE id = 2");
        return pair;
    }

    /** Says nothing. */
    static class Silent implements Progress {
        @Override
        public void begins(Step step) {}

        @Override
        public void done(Step step, String words) {}
    }
}
