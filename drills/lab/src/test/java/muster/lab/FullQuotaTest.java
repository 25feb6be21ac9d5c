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

/** The lever that fills etcd's quota: it hits every member at once, so that it is not among those of the contract of sites. */
final class FullQuotaTest {

    private static final Duration AMPLE = Duration.ofSeconds(60);

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

    private final Site site = new LabSite(Lab.require(temp.resolve("a lab")), LabSite.ETCD);
    private final Member one = site.members().get(0);
    private final Member three = site.members().get(2);
    private final Scripts scripts = site.scripts(new Lever.FillQuota(one));

    @Test
    void everyMemberRefusesWritesUntilTheHealAndNothingElseIsTouched() throws InterruptedException {
        assertThat(run(one, scripts.clean()).words()).isEqualTo("m1: a write succeeds, no alarm is raised");
        assertThat(run(one, scripts.bit()).ok()).isFalse();
        assertThat(etcdctl(three, "put kept yes").words()).isEqualTo("OK");

        Shell.Result inject = run(one, scripts.inject());
        assertThat(inject.ok()).as(inject.words()).isTrue();

        assertThat(run(one, scripts.bit()).ok()).isTrue();
        assertThat(run(one, scripts.clean()).ok()).isFalse();
        assertThat(etcdctl(three, "put more yes").err()).contains("database space exceeded");
        assertThat(etcdctl(three, "get --print-value-only kept").words()).isEqualTo("yes");

        Shell.Result heal = run(one, scripts.heal());
        assertThat(heal.ok()).as(heal.words()).isTrue();
        assertThat(run(one, scripts.heal()).words()).isEqualTo("m1: no big value and no alarm, nothing to free");
        assertThat(run(one, scripts.clean()).ok()).isTrue();
        assertThat(run(one, scripts.bit()).ok()).isFalse();
        assertThat(etcdctl(three, "put more yes").words()).isEqualTo("OK");
        assertThat(etcdctl(three, "get --prefix --keys-only /").words()).isEmpty();
        assertThat(etcdctl(three, "get --print-value-only kept").words()).isEqualTo("yes");
    }

    @Test
    void aFillThatWasCutShortIsFreed() throws InterruptedException {
        run(one, "timeout 1 %s".formatted(scripts.inject()));

        assertThat(run(one, scripts.clean()).words()).contains("keys are left under /muster/quota-full/");
        assertThat(run(one, scripts.heal()).ok()).isTrue();
        await().atMost(AMPLE).until(() -> run(one, scripts.clean()).ok());
    }

    private Shell.Result etcdctl(Member member, String arguments) throws InterruptedException {
        return run(member, "ETCDCTL_API=3 etcdctl --endpoints=%s %s".formatted(member.client(), arguments));
    }

    private Shell.Result run(Member member, String script) throws InterruptedException {
        return site.shell(member.node()).run(script, AMPLE);
    }
}
