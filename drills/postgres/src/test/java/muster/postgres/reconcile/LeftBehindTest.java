package muster.postgres.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import muster.engine.history.ClusterException;
import muster.postgres.connection.PostgresAccess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A primary that was killed and left behind, read from a copy of its data. */
class LeftBehindTest {

    @TempDir
    private Path state;

    @Test
    void whatAKilledPrimaryHadAloneIsSalvagedFromACopyOfItsData() throws Exception {
        try (TestPair pair = TestPair.start()) {
            pair.first()
                    .sql(
                            "CREATE TABLE t (id int PRIMARY KEY, words text)",
                            "INSERT INTO t VALUES (1, 'both'), (2, 'both')");
            pair.awaitStream();
            pair.cut();
            pair.first().sql("INSERT INTO t VALUES (3, 'alone')", "DELETE FROM t WHERE id = 2");
            pair.first().stop("immediate");
            pair.promote();
            pair.second().sql("INSERT INTO t VALUES (4, 'later')");
            LeftBehind leftBehind = new LeftBehind(List.of(pair.second().member()), PostgresAccess.lab());
            new PairNode(pair.first(), pair.second()).hold();

            SalvageReport report = leftBehind.salvage(
                    pair.first().member(),
                    (table, row) -> "3".equals(row.get("id")) ? Optional.of("client 1") : Optional.empty(),
                    state.resolve("salvaged-p1"));

            assertThat(report.rows()).isEqualTo(2);
            assertThat(report.told()).isEqualTo(1);
            assertThat(report.winner()).isEqualTo("p2");
            assertThat(Files.readAllLines(state.resolve("salvaged-p1/muster/public.t.csv")))
                    .hasSize(3)
                    .anyMatch(line -> line.matches("only here,3,\\d+,20.*Z,client 1,3,alone"))
                    .anyMatch(line -> line.matches("deleted here,2,\\d+,20.*Z,\"\",2,both"));
            assertThat(state.resolve("salvaged-p1/muster/salvage.sql"))
                    .content()
                    .contains("'alone'", "DELETE FROM")
                    .doesNotContain("later");
        }
    }

    @Test
    void aPrimaryThatHadNothingAloneLeavesNoFolder() throws Exception {
        try (TestPair pair = TestPair.start()) {
            pair.first().sql("CREATE TABLE t (id int PRIMARY KEY)", "INSERT INTO t VALUES (1)");
            pair.awaitStream();
            pair.first().stop("immediate");
            pair.promote();
            LeftBehind leftBehind = new LeftBehind(List.of(pair.second().member()), PostgresAccess.lab());
            new PairNode(pair.first(), pair.second()).hold();

            assertThat(leftBehind
                            .salvage(pair.first().member(), Told.NOBODY, state.resolve("salvaged-p1"))
                            .rows())
                    .isZero();
            assertThat(state).isEmptyDirectory();

            pair.second().stop("fast");
            assertThatThrownBy(
                            () -> leftBehind.salvage(pair.first().member(), Told.NOBODY, state.resolve("salvaged-p1")))
                    .isInstanceOf(ClusterException.class)
                    .hasMessageContaining("nothing tells which server's rows stand")
                    .hasMessageContaining("p2 does not answer");
            assertThat(state).isEmptyDirectory();
        }
    }
}
