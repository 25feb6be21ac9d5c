package muster.postgres.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import muster.engine.history.Codec;
import muster.engine.history.Member;
import muster.engine.history.OperatorException;
import muster.engine.run.Roster;
import muster.postgres.PostgresServers;
import muster.postgres.connection.PostgresAccess;
import org.assertj.core.api.ThrowingConsumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What the status of real servers says, as they go from one trouble to the next. */
final class PostgresInspectorTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration DEADLINE = Duration.ofSeconds(2);

    private static PostgresInspector inspector(List<Member> members) {
        return new PostgresInspector(new Roster("lab", members, null, "muster lab logs"), PostgresAccess.lab());
    }

    private static void await(PostgresInspector inspector, ThrowingConsumer<PostgresStatus> wanted) {
        Awaitility.await().atMost(LIMIT).untilAsserted(() -> wanted.accept(inspector.look(DEADLINE)));
    }

    private static List<Finding.Kind> kinds(PostgresStatus status) {
        return status.findings().stream().map(Finding::kind).toList();
    }

    private static String words(PostgresStatus status, Finding.Kind kind) {
        return status.findings().stream()
                .filter(finding -> finding.kind() == kind)
                .map(Finding::words)
                .findFirst()
                .orElse("");
    }

    @Test
    void aPairThatIsSplitByHandAndThenFollowsTheWrongBranch() throws Exception {
        try (PostgresServers servers = PostgresServers.start(2);
                PostgresInspector inspector = inspector(servers.members())) {
            await(inspector, status -> {
                assertThat(status.findings()).isEmpty();
                assertThat(status.exit()).isZero();
                assertThat(status.summary()).isEqualTo("healthy, 1 of 1 standby follows");
                assertThat(status.primary()).isEqualTo("p1");
                assertThat(status.streams()).startsWith("p2 from p1 by slot p2, received 0/");
                assertThat(status.servers().getLast().lagBytes()).isZero();
                assertThat(status.servers().getLast().sync()).isEqualTo("async");
                assertThat(status.servers().getFirst().slots()).containsExactly("p2 (in use, WAL reserved)");
                assertThat(status.tolerates()).contains("if p2 is promoted by hand", "is lost");
            });
            assertThat(Codec.writeIndented(inspector.look(DEADLINE))).contains("\"primary\" : \"p1\"");

            servers.sql("p1", "CREATE ROLE stranger LOGIN REPLICATION");
            Roster roster = new Roster("servers", servers.members(), null, null);
            try (PostgresInspector blind = new PostgresInspector(roster, new PostgresAccess("stranger", null))) {
                Awaitility.await()
                        .atMost(LIMIT)
                        .untilAsserted(() -> assertThatThrownBy(() -> blind.look(DEADLINE))
                                .isInstanceOf(OperatorException.class)
                                .hasMessageContaining("p2 does not let us in: its role is no member of pg_monitor"));
            }

            servers.stop("p2");
            await(inspector, status -> {
                assertThat(kinds(status)).containsExactly(Finding.Kind.SERVER_DOWN);
                assertThat(status.exit()).isOne();
                assertThat(status.tolerates()).contains("p1 is alone");
                assertThat(status.next()).contains("muster lab logs p2");
            });

            Files.writeString(servers.data("p2").resolve("postgresql.auto.conf"), "primary_conninfo = ''\n");
            servers.start("p2");
            servers.awaitAnswer("p2");
            await(inspector, status -> {
                assertThat(kinds(status)).containsExactly(Finding.Kind.ZOMBIE_STANDBY);
                assertThat(words(status, Finding.Kind.ZOMBIE_STANDBY)).contains("p2", "streams from nobody");
            });

            servers.sql("p2", "SELECT pg_promote()");
            servers.sql("p1", "CREATE TABLE only_here AS SELECT generate_series(1, 1000) AS id");
            await(inspector, status -> {
                assertThat(kinds(status)).containsExactly(Finding.Kind.SPLIT_BRAIN);
                assertThat(status.primary()).isNull();
                assertThat(status.summary()).isEqualTo("SPLIT BRAIN");
                assertThat(status.fork()).startsWith("timeline 2 left timeline 1 at 0/");
                assertThat(words(status, Finding.Kind.SPLIT_BRAIN))
                        .contains("p1 on timeline 1 and p2 on timeline 2 both take writes since 0/");
                assertThat(status.servers())
                        .allSatisfy(row -> assertThat(row.pastForkBytes()).isPositive());
                assertThat(status.next()).contains("muster reconcile --dry-run");
            });

            servers.sql("p2", "SELECT pg_create_physical_replication_slot('p1')");
            servers.stop("p1");
            servers.follow("p1", "p2");
            servers.start("p1");
            servers.awaitAnswer("p1");
            await(inspector, status -> {
                assertThat(status.primary()).isEqualTo("p2");
                assertThat(words(status, Finding.Kind.ZOMBIE_STANDBY)).startsWith("p1 ");
                assertThat(status.exit()).isOne();
            });
        }
    }

    @Test
    void slotsWaitersAndWhatRewindAsksFor() throws Exception {
        try (PostgresServers servers = PostgresServers.start(2, "wal_log_hints=off", "full_page_writes=off");
                PostgresInspector inspector = inspector(servers.members())) {
            await(inspector, status -> {
                assertThat(kinds(status)).containsExactly(Finding.Kind.NO_REWIND);
                assertThat(words(status, Finding.Kind.NO_REWIND))
                        .contains("neither wal_log_hints nor data checksums", "full_page_writes is off");
                assertThat(status.exit()).isZero();
            });
            servers.stop("p2");
            servers.sql("p1", "SELECT pg_drop_replication_slot('p2')");
            servers.start("p2");
            servers.awaitAnswer("p2");
            await(
                    inspector,
                    status -> assertThat(words(status, Finding.Kind.SLOT))
                            .isEqualTo("p2 asks p1 for the slot p2, and there is none"));

            servers.sql("p1", "ALTER SYSTEM SET synchronous_standby_names = 'p2'");
            servers.sql("p1", "SELECT pg_reload_conf()");
            await(
                    inspector,
                    status -> assertThat(words(status, Finding.Kind.COMMITS_WAIT))
                            .startsWith("every commit at p1 will wait: no synchronous standby is there"));
            Thread waiting = Thread.ofVirtual()
                    .start(() -> assertThatThrownBy(() -> servers.sql("p1", "CREATE TABLE waits (id integer)")));
            await(
                    inspector,
                    status -> assertThat(words(status, Finding.Kind.COMMITS_WAIT))
                            .startsWith("1 commit waits at p1, the longest for ")
                            .contains("for a standby that is not there (synchronous_standby_names is p2)"));
            waiting.interrupt();
        }
    }

    @Test
    void serversOfDifferentClustersAndAPasswordThatIsWrong() throws Exception {
        try (PostgresServers ours = PostgresServers.start(1);
                PostgresServers strange = PostgresServers.start(1)) {
            Member other = new Member("p2", "local", strange.member("p1").client());
            try (PostgresInspector inspector = inspector(List.of(ours.member("p1"), other))) {
                await(inspector, status -> {
                    assertThat(kinds(status)).contains(Finding.Kind.DIFFERENT_CLUSTERS);
                    assertThat(kinds(status)).doesNotContain(Finding.Kind.SPLIT_BRAIN);
                    assertThat(words(status, Finding.Kind.DIFFERENT_CLUSTERS)).contains("p1 has 7", "p2 has 7");
                });
            }
            ours.sql("p1", "CREATE ROLE watcher LOGIN REPLICATION PASSWORD 'right'");
            Path hba = ours.data("p1").resolve("pg_hba.conf");
            List<String> lines = Stream.concat(
                            Stream.of("host all watcher all scram-sha-256"), Files.readAllLines(hba).stream())
                    .toList();
            Files.write(hba, lines);
            ours.sql("p1", "SELECT pg_reload_conf()");
            Roster roster = new Roster("servers", ours.members(), null, null);
            try (PostgresInspector wrong = new PostgresInspector(roster, new PostgresAccess("watcher", "wrong"))) {
                Awaitility.await()
                        .atMost(LIMIT)
                        .untilAsserted(() -> assertThatThrownBy(() -> wrong.look(DEADLINE))
                                .isInstanceOf(OperatorException.class)
                                .hasMessageContaining("p1 does not let us in")
                                .hasMessageContaining("password authentication failed"));
            }
            try (PostgresInspector right = new PostgresInspector(roster, new PostgresAccess("watcher", "right"))) {
                assertThat(right.look(DEADLINE).primary()).isEqualTo("p1");
            }
        }
    }
}
