package muster.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import muster.engine.cluster.Lever;
import muster.engine.cluster.Scripts;
import muster.engine.cluster.Shell;
import muster.engine.cluster.Site;
import muster.engine.history.Member;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lever that fills a disk, on a PostgreSQL primary and its standby that have disks of their own. */
final class FullServerDiskTest {

    private static final Duration AMPLE = Duration.ofSeconds(60);

    @TempDir
    static Path temp;

    @BeforeAll
    static void up() throws InterruptedException {
        Lab.up(temp.resolve("a lab"), Shape.PAIR.with(DiskLimit.USUAL), true, words -> {});
    }

    @AfterAll
    static void down() throws InterruptedException {
        Lab.down(temp.resolve("a lab"), words -> {});
    }

    private final Lab lab = Lab.require(temp.resolve("a lab"));
    private final Site site = new LabSite(lab, LabSite.POSTGRES);
    private final Member one = site.members().get(0);
    private final Member two = site.members().get(1);
    private final Scripts scripts = site.scripts(new Lever.FillDisk(one));

    @Test
    void thePrimaryDiesForWantOfSpaceAndTheHealTakesNothingThatItWrote() throws InterruptedException {
        awaitOk(scripts.clean());
        assertThat(run(one, scripts.bit()).words()).contains("p1: its file system was not filled");
        assertThat(sql("CREATE TABLE kept AS SELECT 'yes' AS value").ok()).isTrue();

        Shell.Result inject = run(one, scripts.inject());
        assertThat(inject.ok()).as(inject.words()).isTrue();

        assertThat(run(one, scripts.bit()).words())
                .startsWith("p1: no process, and its log says: PANIC: ")
                .endsWith(": No space left on device");
        assertThat(run(one, scripts.bit()).ok()).isTrue();
        assertThat(run(one, scripts.clean()).ok()).isFalse();
        assertThat(run(one, scripts.inject()).ok()).as("a second time").isFalse();
        assertThat(run(one, start()).ok()).as("a start without space").isFalse();
        assertThat(run(one, scripts.bit()).ok()).isTrue();

        heal();
        heal();
        awaitOk(scripts.clean());
        assertThat(run(one, scripts.bit()).ok()).isFalse();
        assertThat(sql("SELECT value FROM kept").words()).isEqualTo("yes");
        awaitOk(site.scripts(new Lever.FillDisk(two)).clean());
    }

    /** As after a recovery from its first death, which found space enough to end: those files are gone, and none can be written. */
    @Test
    void aPrimaryThatNobodyCanEnterForWantOfSpaceDiesOfItAllTheSame() throws InterruptedException {
        awaitOk(scripts.clean());
        String withoutThose =
                """
                {
                    end=$(($(date +%%s) + 4))
                    while [ $(date +%%s) -lt $end ]; do find %1$s -name pg_internal.init -delete; done
                } >/dev/null 2>&1 &
                %2$s
                """.formatted(Settings.quote(lab.folder().disk("p1").toString()), scripts.inject());

        Shell.Result inject = run(one, withoutThose);

        assertThat(inject.ok()).as(inject.words()).isTrue();
        assertThat(run(one, scripts.bit()).ok()).isTrue();
        heal();
        awaitOk(scripts.clean());
    }

    @Test
    void aStandbyIsNotFilledBecauseItWouldNotDieOfIt() throws InterruptedException {
        Scripts standby = site.scripts(new Lever.FillDisk(two));
        awaitOk(standby.clean());
        Shell.Result inject = run(two, standby.inject());
        assertThat(inject.ok()).isFalse();
        assertThat(inject.words()).contains("p2: is a standby, which does not die of a full disk");
        assertThat(run(two, standby.clean()).ok()).isTrue();
    }

    @Test
    void aFillThatWasCutShortIsUndone() throws InterruptedException {
        run(one, "timeout -s KILL 0.1 %s".formatted(scripts.inject()));
        heal();
        awaitOk(scripts.clean());
    }

    private String start() {
        return "sh %s start p1"
                .formatted(Settings.quote(lab.folder().serverScript().toString()));
    }

    private void heal() throws InterruptedException {
        Shell.Result heal = run(one, scripts.heal());
        assertThat(heal.ok()).as(heal.words()).isTrue();
    }

    private void awaitOk(String script) {
        await().atMost(AMPLE).until(() -> run(one, script).ok());
    }

    private Shell.Result sql(String statement) throws InterruptedException {
        return run(one, "psql -XAtq -w -h 198.18.1.21 -U muster -d muster -c %s".formatted(Settings.quote(statement)));
    }

    private Shell.Result run(Member member, String script) throws InterruptedException {
        return site.shell(member.node()).run(script, AMPLE);
    }
}
