package muster.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import muster.engine.cluster.Lever;
import muster.engine.cluster.Scripts;
import muster.engine.cluster.Shell;
import muster.engine.cluster.Site;
import muster.engine.cluster.SiteContract;
import muster.engine.history.Member;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lab as a site: the contract, and what the lab's own scripts say. */
final class LabSiteTest extends SiteContract {

    private static final Duration AMPLE = Duration.ofSeconds(10);

    @TempDir
    static Path temp;

    @BeforeAll
    static void up() throws InterruptedException {
        Lab.up(temp.resolve("a lab"), Shape.USUAL, true, words -> {});
    }

    @AfterAll
    static void down() throws InterruptedException {
        Lab.down(temp.resolve("a lab"), words -> {});
    }

    private static Lab lab() {
        return Lab.require(temp.resolve("a lab"));
    }

    @Override
    protected Site site() {
        return new LabSite(lab(), LabSite.ETCD);
    }

    @Override
    protected void knock(Member member) throws InterruptedException {
        Member other = site().members().stream()
                .filter(each -> !each.equals(member))
                .findFirst()
                .orElseThrow();
        connect(other, member, 2379);
    }

    @Test
    void aLabFoundThroughALinkIsTheSame() throws Exception {
        Path link = Files.createSymbolicLink(temp.resolve("a link"), temp.resolve("a lab"));
        Site linked = new LabSite(Lab.require(link), LabSite.ETCD);
        Member member = linked.members().getFirst();

        Shell.Result found = run(member, linked.scripts(new Lever.Kill(member)).clean());

        assertThat(found.ok()).as(found.words()).isTrue();
        assertThat(linked.guarding("n1")).isEqualTo(site().guarding("n1"));
    }

    @Test
    void killEndsTheProcessThatStatusShowsAndItsPortRefuses() throws InterruptedException {
        Member member = site().members().get(1);
        long pid = pid(1);
        Scripts scripts = site().scripts(new Lever.Kill(member));
        assertThat(run(member, scripts.inject()).words()).startsWith("m2: SIGKILL sent to process ");
        await().atMost(AMPLE).until(() -> ProcessTable.startTicks(pid).isEmpty());
        await().atMost(AMPLE).until(() -> run(member, scripts.bit()).ok());
        assertThat(run(member, scripts.bit()).words()).isEqualTo("m2: no process, 198.18.1.2:2379 refuses connections");
        assertThat(lab().status().complete()).isFalse();
        assertThat(lab().status().members().get(1).words()).startsWith("not running; it last said: {");
    }

    @Test
    void terminateLetsEtcdEndInOrder() throws Exception {
        Member member = site().members().get(2);
        Scripts scripts = site().scripts(new Lever.Terminate(member));
        assertThat(run(member, scripts.inject()).words()).endsWith("ended after SIGTERM");
        assertThat(run(member, scripts.bit()).ok()).isTrue();
        assertThat(lab().log("m3")).content().contains("received signal; shutting down");
    }

    @Test
    void nothingIsDoneToAMemberThatDoesNotRunAndThatIsNoSuccess() throws InterruptedException {
        Member member = site().members().getFirst();
        Scripts scripts = site().scripts(new Lever.Kill(member));
        assertThat(run(member, scripts.inject()).ok()).isTrue();
        await().atMost(AMPLE).until(() -> run(member, scripts.bit()).ok());
        Shell.Result second = run(member, scripts.inject());
        assertThat(second.exit()).isEqualTo(1);
        assertThat(second.words()).isEqualTo("m1: did not run, so nothing was done to it");
    }

    @Test
    void aHealedMemberComesBackWithItsDataAndServes() throws InterruptedException {
        Member member = site().members().getFirst();
        Scripts scripts = site().scripts(new Lever.Kill(member));
        assertThat(etcdctl(member, "put kept yes").words()).isEqualTo("OK");
        run(member, scripts.inject());
        run(member, scripts.heal());
        await().atMost(AMPLE)
                .until(() ->
                        etcdctl(member, "get --print-value-only kept").words().equals("yes"));
        assertThat(lab().log("m1")).content().doesNotContain("has already been bootstrapped");
    }

    @Test
    void healsThatRunAtOnceStartOneProcess() throws InterruptedException {
        Member member = site().members().getFirst();
        Scripts scripts = site().scripts(new Lever.Kill(member));
        run(member, scripts.inject());
        Shell.Result both = run(member, "%1$s & %1$s; wait".formatted(scripts.heal()));
        assertThat(both.out()).containsOnlyOnce("started, process").containsOnlyOnce("runs already");
        assertThat(ProcessTable.withArgument(
                        "--data-dir=" + lab().folder().data("m1"),
                        lab().facts().first().pid()))
                .hasSize(1);
    }

    @Test
    void aHealThatCannotStartTheMemberFailsWithItsLastWords() throws InterruptedException {
        Member member = site().members().getFirst();
        Scripts scripts = site().scripts(new Lever.Kill(member));
        run(member, scripts.inject());
        await().atMost(AMPLE).until(() -> run(member, scripts.bit()).ok());
        Path data = lab().folder().data("m1");
        run(member, "mv %1$s %1$s.aside; echo 'in the way' >%1$s".formatted(Settings.quote(data.toString())));
        try {
            Shell.Result heal = run(member, scripts.heal());
            assertThat(heal.exit()).isEqualTo(1);
            assertThat(heal.err()).contains("m1: ended at once").contains("not a directory");
        } finally {
            run(member, "rm %1$s && mv %1$s.aside %1$s".formatted(Settings.quote(data.toString())));
        }
    }

    @Test
    void aMemberThatDiedByItselfIsShownAndNothingElseIs() throws InterruptedException {
        long pid = pid(2);
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        await().atMost(AMPLE).until(() -> !lab().status().complete());
        assertThat(lab().status().members())
                .extracting(LabStatus.MemberState::running)
                .containsExactly(true, true, false);
        assertThat(Health.healthy(lab().facts().members().get(2).relayPort())).isFalse();
    }

    @Test
    void aLeverOfAForeignNodeHasNoShell() {
        assertThatThrownBy(() -> site().shell("n9"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the lab has no node n9");
    }

    private Shell.Result connect(Member from, Member to, int port) throws InterruptedException {
        return run(
                from,
                "socat -u OPEN:/dev/null TCP:%s:%d,connect-timeout=0.3"
                        .formatted(to.client().getHost(), port));
    }

    private static long pid(int member) {
        Long pid = lab().status().members().get(member).pid();
        assertThat(pid).isNotNull();
        return pid == null ? -1 : pid;
    }

    private Shell.Result etcdctl(Member member, String arguments) throws InterruptedException {
        return run(member, "ETCDCTL_API=3 etcdctl --endpoints=%s %s".formatted(member.client(), arguments));
    }

    private Shell.Result run(Member member, String script) throws InterruptedException {
        return site().shell(member.node()).run(script, AMPLE);
    }
}
