package muster.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import muster.engine.cluster.Lever;
import muster.engine.cluster.Scripts;
import muster.engine.cluster.Shell;
import muster.engine.cluster.Site;
import muster.engine.history.Member;
import muster.engine.history.OperatorException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lever that fills a member's disk, on a lab whose members have disks of their own. */
final class FullDiskTest {

    private static final Duration AMPLE = Duration.ofSeconds(30);
    private static final Shape SHAPE = Shape.USUAL.with(new DiskLimit(384));

    @TempDir
    static Path temp;

    @BeforeAll
    static void up() throws InterruptedException {
        Lab.up(temp.resolve("a lab"), SHAPE, true, words -> {});
    }

    @AfterAll
    static void down() throws InterruptedException {
        Lab.down(temp.resolve("a lab"), words -> {});
        // The kernel lets go of a loop device when the last process of its namespace has been reaped.
        await().atMost(AMPLE).until(() -> attached().isEmpty());
    }

    private final Lab lab = Lab.require(temp.resolve("a lab"));
    private final Site site = new LabSite(lab, LabSite.ETCD);
    private final Member one = site.members().get(0);
    private final Member three = site.members().get(2);
    private final Scripts scripts = site.scripts(new Lever.FillDisk(one));

    @Test
    void theMemberDiesForWantOfSpaceAndComesBackWithItsData() throws InterruptedException {
        awaitOk(scripts.clean());
        assertThat(run(one, scripts.bit()).words()).contains("m1: its file system was not filled");
        assertThat(etcdctl(one, "put kept yes").words()).isEqualTo("OK");

        Shell.Result inject = run(one, scripts.inject());
        assertThat(inject.ok()).as(inject.words()).isTrue();

        assertThat(run(one, scripts.bit()).words())
                .isEqualTo("m1: no process, and its log says: db: no space left on device");
        assertThat(run(one, scripts.bit()).ok()).isTrue();
        assertThat(run(one, scripts.clean()).ok()).isFalse();
        assertThat(run(three, site.scripts(new Lever.FillDisk(three)).clean()).ok())
                .as("the others' disks are theirs")
                .isTrue();
        await().atMost(AMPLE).until(() -> etcdctl(three, "put more yes").ok());
        assertThat(run(one, scripts.inject()).ok()).as("a second time").isFalse();

        heal();
        heal();
        awaitOk(scripts.clean());
        assertThat(run(one, scripts.bit()).ok()).isFalse();
        await().atMost(AMPLE)
                .until(() -> etcdctl(one, "get --print-value-only more").words().equals("yes"));
        assertThat(etcdctl(one, "get --print-value-only kept").words()).isEqualTo("yes");
        await().atMost(AMPLE)
                .until(() -> etcdctl(three, "get --prefix --keys-only /muster/")
                        .words()
                        .isEmpty());
    }

    @Test
    void whoeverStartsItWhileItIsFullUndoesTheHarmOrSeesItDieAgain() throws InterruptedException {
        assertThat(run(one, scripts.inject()).ok()).isTrue();
        run(
                one,
                "sh %s spawn m1"
                        .formatted(Settings.quote(lab.folder().memberScript().toString())));
        await().atMost(AMPLE).until(() -> !lab.status().members().getFirst().running());
        run(
                one,
                "rm %s/muster-filler"
                        .formatted(Settings.quote(lab.folder().disk("m1").toString())));
        assertThat(run(one, scripts.bit()).words()).contains("bytes are free");
        run(
                one,
                "sh %s start m1"
                        .formatted(Settings.quote(lab.folder().memberScript().toString())));
        assertThat(run(one, scripts.bit()).ok()).isFalse();
        heal();
        awaitOk(scripts.clean());
    }

    @Test
    void aFillThatWasCutShortIsUndone() throws InterruptedException {
        run(one, "timeout -s KILL 0.05 %s".formatted(scripts.inject()));
        heal();
        awaitOk(scripts.clean());
    }

    @Test
    void aDeathOfAnotherCauseIsNotTakenForIt() throws InterruptedException {
        Scripts kill = site.scripts(new Lever.Kill(one));
        run(one, kill.inject());
        await().atMost(AMPLE).until(() -> run(one, kill.bit()).ok());
        assertThat(run(one, scripts.bit()).ok()).isFalse();
        assertThat(run(one, scripts.clean()).ok()).isFalse();
        heal();
        awaitOk(scripts.clean());
    }

    @Test
    void aMemberWithoutADiskOfItsOwnIsRefusedWithTheCommandThatGivesItOne() {
        assertThatThrownBy(() -> new Disks(lab.folder(), Shape.USUAL).fill(one))
                .isInstanceOf(OperatorException.class)
                .hasMessage("m1 has no file system of its own that could be filled: its data lie in the lab's folder")
                .extracting(e -> ((OperatorException) e).remedy())
                .isEqualTo("muster lab down && muster lab up --etcd 3 --timers stock --disk-limit 512M");
    }

    @Test
    void theLossOfItsDataStaysOnItsOwnDisk() throws InterruptedException {
        Scripts lose = site.scripts(new Lever.LoseData(one));
        assertThat(run(one, lose.inject()).ok()).isTrue();
        Shell.Result heal = run(one, lose.heal());
        assertThat(heal.ok()).as(heal.words()).isTrue();
        awaitOk(lose.clean());
        awaitOk(scripts.clean());
    }

    @Test
    void latenciesAreDoubtedInMemoryAndNowhereElse() {
        assertThat(lab.facts().dataOn()).isIn("ext4", "tmpfs");
        assertThat(site.latencyDoubt().isPresent())
                .isEqualTo("tmpfs".equals(lab.facts().dataOn()));
        assertThat(lab.status().shape()).isEqualTo("3 etcd members, stock timers, 384 MiB of disk each");
    }

    @Test
    void aLabWithDisksServesWhereNothingWasSaidOfThem() throws InterruptedException {
        Path folder = temp.resolve("a lab");
        assertThat(Lab.up(folder, Shape.USUAL, true, words -> {}).already()).isTrue();
        assertThatThrownBy(() -> Lab.up(folder, Shape.USUAL.with(DiskLimit.USUAL), true, words -> {}))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("512 MiB of disk each")
                .extracting(e -> ((OperatorException) e).remedy())
                .isEqualTo("muster lab down && muster lab up --etcd 3 --timers stock --disk-limit 512M");
    }

    @Test
    void nothingIsLeftOfTheDisksWhenTheFirstProcessIsKilled() throws InterruptedException {
        Path folder = temp.resolve("another lab");
        Lab other = Lab.up(folder, SHAPE, true, words -> {}).lab();
        ProcessHandle.of(other.facts().first().pid()).ifPresent(ProcessHandle::destroyForcibly);
        await().atMost(AMPLE).until(() -> attached().stream().noneMatch(line -> line.contains("another lab")));
        assertThat(Lab.down(folder, words -> {})).isFalse();
        assertThat(folder).doesNotExist();
    }

    private static List<String> attached() throws InterruptedException {
        Command.Result result = Command.run(
                List.of("sh", "-c", "cat /proc/mounts /sys/block/loop*/loop/backing_file 2>/dev/null || :"), AMPLE);
        return result.shell()
                .out()
                .lines()
                .filter(line -> line.contains(temp.toString()))
                .toList();
    }

    private void heal() throws InterruptedException {
        Shell.Result heal = run(one, scripts.heal());
        assertThat(heal.ok()).as(heal.words()).isTrue();
    }

    private void awaitOk(String script) {
        await().atMost(AMPLE).until(() -> run(one, script).ok());
    }

    private Shell.Result etcdctl(Member member, String arguments) throws InterruptedException {
        return run(
                member,
                "ETCDCTL_API=3 etcdctl --command-timeout=2s --endpoints=%s %s".formatted(member.client(), arguments));
    }

    private Shell.Result run(Member member, String script) throws InterruptedException {
        return site.shell(member.node()).run(script, AMPLE);
    }
}
