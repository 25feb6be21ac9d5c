package muster.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import muster.engine.cluster.Act;
import muster.engine.cluster.Direction;
import muster.engine.cluster.Lever;
import muster.engine.cluster.Scripts;
import muster.engine.cluster.Shell;
import muster.engine.cluster.Side;
import muster.engine.history.Member;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a PostgreSQL server that left comes back: never as a second primary, and without losing what only it had. */
final class ServerRejoinTest {

    private static final Pattern KEPT = Pattern.compile("its data as it was is kept in (.*)");

    @TempDir
    static Path temp;

    private static Servers servers;

    private String primary = "";
    private String standby = "";
    private String third = "";

    @BeforeAll
    static void up() throws InterruptedException {
        servers = new Servers(temp.resolve("a lab"));
        Lab.up(temp.resolve("a lab"), new Shape(0, TimerProfile.STOCK, 3), true, words -> {});
        servers.sql("p1", "CREATE TABLE notes (id text PRIMARY KEY)");
    }

    @AfterAll
    static void down() throws InterruptedException {
        Lab.down(temp.resolve("a lab"), words -> {});
    }

    @BeforeEach
    void whoIsWho() throws InterruptedException {
        for (String server : List.of("p1", "p2", "p3")) {
            if (servers.sql(server, "SELECT pg_is_in_recovery()").equals("f")) {
                primary = server;
            } else {
                third = standby;
                standby = server;
            }
        }
    }

    @AfterEach
    void allStreamFromOnePrimary() throws InterruptedException {
        for (String server : List.of("p1", "p2", "p3")) {
            servers.does(server, "rejoin");
        }
        for (String server : List.of("p1", "p2", "p3")) {
            servers.does(server, "well");
        }
    }

    @Test
    void aKilledPrimaryThatNobodyReplacedComesBackAsThePrimary() throws InterruptedException {
        servers.sql(primary, "INSERT INTO notes VALUES ('before the kill')");
        servers.does(primary, "kill");
        servers.does(primary, "rejoin");
        assertThat(servers.does(primary, "well")).contains("the only primary");
        assertThat(servers.sql(primary, "SELECT count(*) FROM notes WHERE id = 'before the kill'"))
                .isEqualTo("1");
        servers.does(standby, "rejoin");
        assertThat(servers.does(standby, "well")).contains("a standby that streams");
    }

    @Test
    void aKilledPrimaryThatWasReplacedComesBackAsAStandbyWithSettingsOfItsOwn() throws InterruptedException {
        servers.sql(primary, "ALTER SYSTEM SET synchronous_standby_names = ''");
        servers.does(primary, "kill");
        servers.does(standby, "promote");
        servers.sql(standby, "ALTER SYSTEM SET primary_conninfo = 'host=nowhere'");
        servers.sql(standby, "INSERT INTO notes VALUES ('after the promotion')");

        String heal = servers.does(primary, "rejoin");

        assertThat(heal).contains("servers diverged at WAL location").contains("streams from " + standby);
        assertThat(servers.does(primary, "well")).contains("a standby that streams");
        assertThat(servers.sql(primary, "SHOW cluster_name")).isEqualTo(primary);
        assertThat(servers.sql(primary, "SHOW primary_conninfo"))
                .contains("application_name=" + primary)
                .doesNotContain("nowhere");
        assertThat(servers.sql(
                        primary, "SELECT string_agg(slot_name, ' ' ORDER BY slot_name) FROM pg_replication_slots"))
                .isEqualTo(others(primary));
        servers.sql(standby, "ALTER SYSTEM RESET primary_conninfo");
    }

    @Test
    void whatOnlyTheLoserHadIsInTheCopyThatIsKept() throws InterruptedException {
        Scripts scripts = isolate(primary);
        servers.sql(primary, "INSERT INTO notes VALUES ('only here')");
        servers.does(standby, "promote");
        servers.sql(standby, "INSERT INTO notes VALUES ('only there')");
        assertThat(servers.verb(primary, "well").out()).contains("is a primary, and so is " + standby);

        Shell.Result heal = servers.run(primary, scripts.heal());

        assertThat(heal.ok()).as(heal.toString()).isTrue();
        assertThat(servers.run(primary, scripts.clean()).ok()).isTrue();
        assertThat(servers.sql(primary, "SELECT string_agg(id, ',') FROM notes WHERE id LIKE 'only %'"))
                .isEqualTo("only there");
        assertThat(readAlone(primary, kept(heal.out()))).contains("only here").doesNotContain("only there");
    }

    @Test
    void aStandbyThatWasPromotedInIsolationMakesTheOldPrimaryFollow() throws InterruptedException {
        Scripts scripts = isolate(standby);
        servers.does(standby, "promote");
        servers.sql(primary, "INSERT INTO notes VALUES ('on the old side')");

        Shell.Result heal = servers.run(standby, scripts.heal());

        assertThat(heal.ok()).as(heal.toString()).isTrue();
        assertThat(servers.run(standby, scripts.clean()).words()).contains("the only primary");
        assertThat(servers.does(primary, "well")).contains("a standby that streams");
        assertThat(readAlone(primary, kept(heal.out()))).contains("on the old side");
    }

    @Test
    void aPausedPrimaryThatWasReplacedIsRewoundWhenItWakes() throws InterruptedException {
        Member member = member(primary);
        Scripts scripts = servers.site().scripts(new Lever.Pause(member));
        servers.run(primary, scripts.inject());
        servers.does(standby, "promote");
        assertThat(servers.run(primary, scripts.heal()).ok()).isTrue();
        assertThat(servers.does(primary, "well")).contains("a standby that streams");
    }

    @Test
    void whereARewindIsRefusedTheDataAreMadeAnew() throws InterruptedException {
        servers.does(primary, "kill");
        servers.does(standby, "promote");
        servers.run(primary, "rm -f %s/pg_wal/0*".formatted(data(primary)));
        String heal = servers.does(primary, "rejoin");
        assertThat(heal).contains("pg_rewind refused").contains("streams from " + standby);
        assertThat(servers.does(primary, "well")).contains("a standby that streams");
    }

    @Test
    void whatAnInterruptedRewindLeftIsNeverStartedAndMadeAnew() throws InterruptedException {
        servers.does(primary, "kill");
        servers.does(standby, "promote");
        servers.run(primary, ": >%s.half".formatted(data(primary)));
        assertThat(servers.verb(primary, "start").err()).contains("half rewound");
        String heal = servers.does(primary, "rejoin");
        assertThat(heal).doesNotContain("servers diverged").contains("streams from " + standby);
        assertThat(servers.does(primary, "well")).contains("a standby that streams");
        assertThat(servers.run(primary, "[ -e %s.half ]".formatted(data(primary)))
                        .ok())
                .isFalse();
    }

    @Test
    void aServerWhoseDataAreGoneIsMadeAnew() throws InterruptedException {
        servers.does(standby, "kill");
        servers.run(standby, "rm -rf " + data(standby));
        assertThat(servers.verb(standby, "well").ok()).isFalse();
        servers.does(standby, "rejoin");
        assertThat(servers.does(standby, "well")).contains("a standby that streams");
        assertThat(servers.sql(
                        primary,
                        "SELECT count(*) FROM pg_stat_replication WHERE application_name = '%s'".formatted(standby)))
                .isEqualTo("1");
    }

    @Test
    void lostDataComeAnewFromThePrimaryWithTheirClusterTimelineAndSlot() throws InterruptedException {
        Scripts scripts = servers.site().scripts(new Lever.LoseData(member(standby)));
        servers.sql(primary, "INSERT INTO notes VALUES ('before the loss')");
        assertThat(servers.run(standby, scripts.inject()).out()).contains("its data directory is gone");
        assertThat(servers.run(standby, scripts.bit()).words()).contains("and it has no data directory");
        assertThat(servers.run(standby, scripts.clean()).ok()).isFalse();
        servers.sql(primary, "INSERT INTO notes VALUES ('after the loss')");

        Shell.Result act = servers.run(standby, servers.site().script(new Act.Rebuild(member(standby))));

        assertThat(act.ok()).as(act.toString()).isTrue();
        assertThat(act.out())
                .contains("streams from " + primary)
                .contains("system identifier %s and timeline"
                        .formatted(servers.sql(primary, "SELECT system_identifier FROM pg_control_system()")))
                .endsWith("as %s, its slot there is active\n".formatted(primary));
        assertThat(servers.run(standby, scripts.bit()).words()).contains("a copy is in their place");
        assertThat(servers.run(standby, scripts.heal()).ok()).isTrue();
        assertThat(servers.run(standby, scripts.clean()).ok()).isTrue();
        assertThat(servers.run(standby, scripts.bit()).ok()).isFalse();
        assertThat(servers.sql(standby, "SELECT count(*) FROM notes WHERE id LIKE '% the loss'"))
                .isEqualTo("2");
    }

    @Test
    void aPrimaryWhoseDataNobodyElseServesGetsThemBack() throws InterruptedException {
        Scripts scripts = servers.site().scripts(new Lever.LoseData(member(primary)));
        servers.sql(primary, "INSERT INTO notes VALUES ('only at the primary')");
        servers.run(primary, scripts.inject());

        Shell.Result heal = servers.run(primary, scripts.heal());

        assertThat(heal.out()).contains("no other server is a primary: its data were put back");
        assertThat(servers.run(primary, scripts.clean()).words()).contains("the only primary");
        assertThat(servers.sql(primary, "SELECT count(*) FROM notes WHERE id = 'only at the primary'"))
                .isEqualTo("1");
    }

    @Test
    void aPrimaryThatLostItsDataAndItsOfficeIsCopiedFromItsSuccessor() throws InterruptedException {
        Scripts scripts = servers.site().scripts(new Lever.LoseData(member(primary)));
        servers.run(primary, scripts.inject());
        servers.does(standby, "promote");

        Shell.Result heal = servers.run(primary, scripts.heal());

        assertThat(heal.ok()).as(heal.toString()).isTrue();
        assertThat(heal.out()).contains("streams from " + standby).doesNotContain("put back");
        assertThat(servers.run(primary, scripts.clean()).words()).contains("its slot there is active");
    }

    @Test
    void aThirdServerFollowsTheNewPrimary() throws InterruptedException {
        servers.does(primary, "kill");
        boolean further = servers.sql(standby, "SELECT pg_last_wal_receive_lsn() >= '%s'".formatted(received(third)))
                .equals("t");
        String next = further ? standby : third;
        String last = further ? third : standby;
        servers.does(next, "promote");
        assertThat(servers.does(last, "follow " + next)).isEqualTo("%s: streams from %s\n".formatted(last, next));
        assertThat(servers.verb(next, "follow " + last).err()).contains("is no standby that answers");
    }

    @Test
    void twoPrimariesOfOneTimelineAreLeftToAPerson() throws InterruptedException {
        servers.does(standby, "terminate");
        servers.run(standby, "rm %s/standby.signal".formatted(data(standby)));
        servers.does(standby, "start");
        try {
            Shell.Result heal = servers.verb(primary, "rejoin");
            assertThat(heal.ok()).isFalse();
            assertThat(heal.err())
                    .contains(standby + " is a primary of timeline")
                    .contains("a person must say");
            assertThat(servers.verb(primary, "well").out()).contains("is a primary, and so is " + standby);
        } finally {
            servers.does(standby, "rebuild");
        }
    }

    private static String received(String server) throws InterruptedException {
        return servers.sql(server, "SELECT pg_last_wal_receive_lsn()");
    }

    private Scripts isolate(String server) throws InterruptedException {
        Scripts scripts = servers.site().scripts(new Lever.Isolate(member(server), Side.PEERS, Direction.BOTH));
        assertThat(servers.run(server, scripts.inject()).ok()).isTrue();
        return scripts;
    }

    private static Member member(String server) {
        return servers.site().members().stream()
                .filter(member -> member.name().equals(server))
                .findFirst()
                .orElseThrow();
    }

    private static String others(String server) {
        return String.join(
                " ",
                List.of("p1", "p2", "p3").stream()
                        .filter(other -> !other.equals(server))
                        .toList());
    }

    private static String data(String server) {
        return Settings.quote(servers.lab().folder().data(server).toString());
    }

    private static Path kept(String heal) {
        Matcher matcher = KEPT.matcher(heal);
        assertThat(matcher.find()).as(heal).isTrue();
        return Path.of(matcher.group(1));
    }

    /** What the notes of a copy say, read by a process of its own that no other server sees. */
    private static String readAlone(String server, Path copy) throws InterruptedException {
        Shell.Result result = servers.run(server, """
                rm -f %1$s/standby.signal
                echo 'SELECT id FROM notes' | unshare --user --map-user=postgres --map-group=postgres -- \
                    %2$s/postgres --single -D %1$s muster
                """.formatted(
                Settings.quote(copy.toString()), PostgresFolder.require().path()));
        assertThat(result.ok()).as(result.toString()).isTrue();
        return result.out();
    }
}
