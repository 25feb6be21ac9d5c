package muster.postgres.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SplitBrainTest {

    @Test
    void namesEachChangeOnEachSideAndWhatNoSalvageBringsBack() throws Exception {
        try (TestPair pair = TestPair.start()) {
            pair.first()
                    .sql(
                            "CREATE TABLE accounts (id bigint PRIMARY KEY, owner text, amount numeric)",
                            "INSERT INTO accounts SELECT i, 'o' || i, i FROM generate_series(1, 5000) i",
                            "CREATE TABLE notes (words text)",
                            "CREATE UNLOGGED TABLE cache (id int PRIMARY KEY)",
                            "CREATE SEQUENCE numbers",
                            "CREATE TABLE \"odd \"\"name\" (a text, b int, c bytea, PRIMARY KEY (b, a))",
                            "INSERT INTO \"odd \"\"name\" VALUES ('x', 1, '\\x00ff'), ('it''s', 2, NULL)");
            pair.awaitStream();
            assertThat(pair.splitBrain().look()).isEmpty();
            pair.cut();
            pair.first().sql("UPDATE accounts SET amount = amount + 1 WHERE id BETWEEN 100 AND 110");
            pair.promote();
            pair.first()
                    .sql(
                            "INSERT INTO accounts VALUES (9001, 'only p1', 1), (9003, 'both', 1)",
                            "DELETE FROM accounts WHERE id = 200",
                            "DELETE FROM accounts WHERE id IN (300, 301)",
                            "UPDATE accounts SET owner = 'p1' WHERE id = 302",
                            "INSERT INTO notes VALUES ('a')",
                            "INSERT INTO cache VALUES (1)",
                            "SELECT nextval('numbers')",
                            "CREATE TABLE fresh (id int PRIMARY KEY)",
                            "SELECT lo_from_bytea(4711, 'abc')",
                            "UPDATE \"odd \"\"name\" SET c = '\\x01' WHERE b = 2");
            pair.second()
                    .sql(
                            "INSERT INTO accounts VALUES (9002, 'only p2', 1), (9003, 'both', 2)",
                            "UPDATE accounts SET amount = -1 WHERE id IN (110, 400)",
                            "UPDATE accounts SET amount = -2 WHERE id = 300",
                            "DELETE FROM accounts WHERE id IN (302, 500)");

            Findings findings = pair.splitBrain().look().orElseThrow();

            assertThat(counts(findings, "public.accounts"))
                    .isEqualTo(new TreeMap<>(Map.of(
                            Change.ONLY_HERE, 1L,
                            Change.ONLY_THERE, 1L,
                            Change.CHANGED_HERE, 10L,
                            Change.CHANGED_THERE, 1L,
                            Change.CHANGED_ON_BOTH, 2L,
                            Change.DELETED_HERE, 2L,
                            Change.DELETED_THERE, 1L,
                            Change.DELETED_HERE_CHANGED_THERE, 1L,
                            Change.CHANGED_HERE_DELETED_THERE, 1L)));
            assertThat(counts(findings, "public.odd \"name")).isEqualTo(new TreeMap<>(Map.of(Change.CHANGED_HERE, 1L)));
            assertThat(findings.sides().getFirst().timeline()).isEqualTo(1);
            assertThat(findings.sides().getLast().timeline()).isEqualTo(2);
            assertThat(findings.sides().getFirst().transactions()).isEqualTo(11);
            assertThat(findings.sides().getLast().transactions()).isEqualTo(4);
            assertThat(findings.unsalvageable().stream()
                            .filter(Unsalvageable::differs)
                            .map(each -> each.kind() + " " + each.name()))
                    .contains(
                            "NO_PRIMARY_KEY public.notes",
                            "UNLOGGED_TABLE public.cache",
                            "DEFINITION table public.fresh",
                            "SEQUENCE public.numbers",
                            "LARGE_OBJECT 4711");
            assertThat(findings.lostByRewindHere()).isEqualTo(1 + 10 + 2 + 2 + 1 + 1 + 1);
        }
    }

    private static Map<Change, Long> counts(Findings findings, String table) {
        Map<Change, Long> counts = new TreeMap<>();
        List<Findings.TableChanges> found = findings.tables().stream()
                .filter(each -> each.table().equals(table))
                .toList();
        assertThat(found).as(table).hasSize(1);
        found.getFirst().rows().forEach(count -> counts.put(count.change(), count.rows()));
        return counts;
    }
}
