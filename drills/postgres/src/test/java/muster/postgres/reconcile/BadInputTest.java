package muster.postgres.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import muster.engine.history.OperatorException;
import muster.postgres.connection.PostgresAccess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator may get wrong: one clear line, and nothing changed. */
class BadInputTest {

    @TempDir
    private Path state;

    @Test
    void aWrongPasswordIsSaid() throws Exception {
        try (TestPair pair = ReconciliationTest.split()) {
            pair.second().hba(List.of("host all all all scram-sha-256", "host replication all all scram-sha-256"));
            Programs.run("pg_ctl", "reload", "-D", pair.second().data().toString());
            SplitBrain wrong = new SplitBrain(pair.members(), new PostgresAccess("muster", "wrong"));
            TestPair.await(() -> {
                try {
                    wrong.find();
                    return false;
                } catch (OperatorException _) {
                    return true;
                }
            });
            assertThatThrownBy(wrong::look)
                    .isInstanceOf(OperatorException.class)
                    .hasMessageStartingWith("p2 does not let us in: ")
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void aServerOfAnotherClusterIsSaid() throws Exception {
        try (TestPair pair = ReconciliationTest.split()) {
            pair.second().stop("fast");
            TestPair.delete(pair.second().data());
            Programs.run("initdb", "-D", pair.second().data().toString(), "-U", "muster", "-A", "trust", "-N");
            pair.second().start();
            assertThatThrownBy(() -> pair.splitBrain().look())
                    .isInstanceOf(OperatorException.class)
                    .hasMessageStartingWith("p1 and p2 are of different clusters: their system identifiers are ");
        }
    }

    @Test
    void aWinnerWithoutRoomForASlotIsSaid() throws Exception {
        try (TestPair pair = ReconciliationTest.split("max_replication_slots = 1")) {
            pair.second().sql("SELECT pg_create_physical_replication_slot('taken')");
            assertThatThrownBy(() -> Reconciliation.begin(pair.splitBrain(), state, "here", "p2"))
                    .isInstanceOf(OperatorException.class)
                    .hasMessage("p2 has no replication slot for p1 and can make none: 1 of 1 are used");
            assertThat(StepJournal.unfinished(state)).isEmpty();
        }
    }

    @Test
    void withItsLogGoneTheLoserIsMadeAnewAndWhatIsUnknownIsSaid() throws Exception {
        try (TestPair pair = ReconciliationTest.split()) {
            // A server that was told to keep nothing recycles every file but the newest at its next checkpoints.
            pair.first()
                    .sql(
                            "ALTER SYSTEM SET wal_keep_size = 0",
                            "SELECT pg_drop_replication_slot('p2')",
                            "SELECT pg_reload_conf()",
                            "SELECT pg_switch_wal()",
                            "INSERT INTO t VALUES (9100, 'x')",
                            "CHECKPOINT",
                            "SELECT pg_switch_wal()",
                            "INSERT INTO t VALUES (9101, 'x')",
                            "CHECKPOINT");
            Findings findings = pair.splitBrain().look().orElseThrow();
            assertThat(findings.sides().getFirst().unreadable()).matches("the WAL file [0-9A-F]{24} is gone");
            assertThat(findings.tables().getFirst().rows()).anyMatch(count -> count.change() == Change.UNKNOWN);
            try (StepJournal journal = Reconciliation.begin(pair.splitBrain(), state, "here", "p2")) {
                Verification verification =
                        ReconciliationTest.reconciliation(pair).run(journal);
                assertThat(verification.holds()).as(verification.toString()).isTrue();
                assertThat(journal.done(Step.RETURN).orElseThrow()).contains("pg_basebackup made it anew");
            }
        }
    }

    @Test
    void aFullDiskIsNoticedWhileTheSalvageIsWritten() {
        // The kernel answers a write to this device as it answers one to a full disk.
        Path full = Path.of("/dev/full");
        assertThatThrownBy(() -> {
                    try (SavingFile file = new SavingFile(full)) {
                        file.line("x");
                        var _ = file.finish(full);
                    }
                })
                .hasMessageContaining("No space left on device");
    }
}
