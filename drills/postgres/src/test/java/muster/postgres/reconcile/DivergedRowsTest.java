package muster.postgres.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import muster.postgres.truth.Truth;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The rows that are named are those that diverged, each in the right words, by pg_waldump and plain queries. Runs
 * {@code -Dmuster.diverged.runs=20} different loads; 2 in the test command.
 */
class DivergedRowsTest {

    private static final List<String> ROWS = List.of(
            "SELECT 'public.plain/' || id || E'\\t' || xmin || E'\\t' || p::text FROM plain p",
            "SELECT 'public.wide/' || part || ',' || name || E'\\t' || xmin || E'\\t' || w::text FROM wide w");

    static LongStream seeds() {
        return LongStream.rangeClosed(1, Long.getLong("muster.diverged.runs", 2));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theDivergedRowsAreThoseOfPgWaldumpAndPlainQueries(long seed) throws Exception {
        try (TestPair pair = TestPair.start(seed % 2 == 0 ? "track_commit_timestamp = off" : "wal_compression = on")) {
            RandomLoad load = new RandomLoad(pair, seed);
            load.prepare();
            List<Connection> open = load.openAtFork();
            pair.first().sql("CHECKPOINT");
            pair.awaitStream();
            pair.cut();
            pair.promote();
            Set<String> keysAtFork =
                    new TreeSet<>(Truth.rows(ask(pair.second())).keySet());
            for (Connection connection : open) {
                connection.commit();
                connection.close();
            }
            load.write(pair.first(), 1);
            load.write(pair.second(), 2);

            Map<String, String> named = named(pair);

            Path waldump = Programs.folder().resolve("pg_waldump");
            String fork = Truth.fork(pair.second().data(), 1);
            Map<String, String> truth = Truth.of(
                    keysAtFork,
                    Truth.rows(ask(pair.first())),
                    Truth.rows(ask(pair.second())),
                    Truth.committed(waldump, pair.first().data(), 1, fork),
                    Truth.committed(waldump, pair.second().data(), 2, fork));
            assertThat(truth).hasSizeGreaterThan(50);
            assertThat(truth.values()).contains("only here", "changed here", "deleted there", "changed on both sides");
            // Written before the fork and committed behind it: the log past the fork does not say whether by an INSERT.
            for (String key : List.of("public.plain/5000", "public.plain/5001", "public.plain/5002")) {
                assertThat(named.remove(key)).isEqualTo("unknown");
                assertThat(truth.remove(key)).isEqualTo("only here");
            }
            assertThat(without(named, truth)).as("named, and not true").isEmpty();
            assertThat(without(truth, named)).as("true, and not named").isEmpty();
        }
    }

    private static Set<Map.Entry<String, String>> without(Map<String, String> these, Map<String, String> those) {
        Set<Map.Entry<String, String>> left = new HashSet<>(these.entrySet());
        left.removeAll(those.entrySet());
        return left;
    }

    private static List<String> ask(TestServer server) {
        List<String> rows = new ArrayList<>();
        ROWS.forEach(query -> rows.addAll(server.ask(query)));
        return rows;
    }

    private static Map<String, String> named(TestPair pair) throws InterruptedException {
        Map<String, String> named = new TreeMap<>();
        try (Survey survey = Survey.open(pair.splitBrain().find().orElseThrow())) {
            for (Table table : survey.tables("muster")) {
                survey.compare(
                        table,
                        difference -> named.put(
                                difference.table() + "/" + String.join(",", difference.key()),
                                difference.change().words()));
            }
        }
        return named;
    }
}
