package muster.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import muster.engine.cluster.Lever;
import muster.engine.cluster.Scripts;
import muster.engine.cluster.Shell;
import muster.engine.cluster.Site;
import muster.engine.fault.PacketFilters;
import muster.engine.history.Member;
import muster.engine.history.OperatorException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lever that gives a PostgreSQL server another time, in a lab that was brought up for it. */
final class ServerClockTest {

    private static final Duration AMPLE = Duration.ofSeconds(60);

    @TempDir
    static Path temp;

    @BeforeAll
    static void up() throws InterruptedException {
        Lab.up(temp.resolve("a lab"), Shape.PAIR.withClocks(), true, words -> {});
    }

    @AfterAll
    static void down() throws InterruptedException {
        Lab.down(temp.resolve("a lab"), words -> {});
    }

    private final Lab lab = Lab.require(temp.resolve("a lab"));
    private final Site site = new LabSite(lab, LabSite.POSTGRES);
    private final Member one = site.members().get(0);
    private final Member two = site.members().get(1);

    @ParameterizedTest
    @ValueSource(longs = {3600, -3600})
    void oneServersClockJumpsAndTheOthersDoesNot(long seconds) throws InterruptedException {
        Scripts scripts = site.scripts(new Lever.ClockJump(one, Duration.ofSeconds(seconds)));
        awaitOk(scripts.clean());
        assertThat(run(one, scripts.bit()).ok()).isFalse();

        assertThat(run(one, scripts.inject()).ok()).isTrue();

        awaitOk(scripts.bit());
        assertThat(run(one, scripts.clean()).words()).contains("s off its node's");
        assertThat(run(
                                two,
                                site.scripts(new Lever.ClockJump(two, Duration.ZERO))
                                        .clean())
                        .ok())
                .isTrue();

        assertThat(run(one, scripts.heal()).ok()).isTrue();
        assertThat(run(one, scripts.heal()).ok()).isTrue();
        awaitOk(scripts.clean());
    }

    @Test
    void inALabWithoutThemItIsRefusedWithTheCommandThatGivesThem() {
        assertThatThrownBy(() -> new ServerLevers(
                                lab.folder(),
                                Shape.PAIR,
                                new PacketFilters(
                                        new PacketFilters.Ground("the lab", "sh filter.sh", 5432, 5432, Member::name),
                                        () -> site.shell(one.node())),
                                new Disks(lab.folder(), Shape.PAIR))
                        .scripts(new Lever.ClockJump(one, Duration.ofMinutes(5)), List.of(two)))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("goes by the machine's clock")
                .extracting(error -> ((OperatorException) Objects.requireNonNull(error)).remedy())
                .isEqualTo("muster lab down && muster lab up --etcd 0 --postgres 2 --clocks");
    }

    private void awaitOk(String script) {
        await().atMost(AMPLE).until(() -> run(one, script).ok());
    }

    private Shell.Result run(Member member, String script) throws InterruptedException {
        return site.shell(member.node()).run(script, AMPLE);
    }
}
