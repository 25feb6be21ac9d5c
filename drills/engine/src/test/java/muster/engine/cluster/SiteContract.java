package muster.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import muster.engine.history.Member;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What {@link Site} promises, and what the four scripts of every lever must do. A site's test extends this and says which site to try;
 * its members all run when a test begins, and are made to run again after each.
 */
public abstract class SiteContract {

    private static final Duration AMPLE = Duration.ofSeconds(30);

    /** A site with every member running. */
    protected abstract Site site();

    /** The levers that every site must know. */
    static Stream<Function<Member, Lever>> levers() {
        return Stream.of(Lever.Kill::new, Lever.Terminate::new);
    }

    @AfterEach
    public void everyMemberRunsAgain() throws InterruptedException {
        for (Member member : site().members()) {
            Scripts scripts = site().scripts(new Lever.Kill(member));
            Shell.Result heal = run(member, scripts.heal());
            assertThat(heal.ok()).as(heal.words()).isTrue();
            awaitOk(member, scripts.clean());
        }
    }

    @Test
    public void hasAnOddNumberOfMembersWithNamesOfTheirOwn() {
        List<Member> members = site().members();
        assertThat(members.size() % 2).isEqualTo(1);
        assertThat(members).extracting(Member::name).doesNotHaveDuplicates();
        assertThat(members).extracting(Member::client).doesNotHaveDuplicates();
        assertThat(site().members()).isEqualTo(members);
    }

    @Test
    public void hasANameAndTimers() {
        assertThat(site().name()).isNotBlank();
        assertThat(site().timers().heartbeat())
                .isPositive()
                .isLessThan(site().timers().election());
    }

    @Test
    public void hasAShellOnEveryNodeAndOnNoOther() throws InterruptedException {
        for (Member member : site().members()) {
            assertThat(run(member, "true").ok()).isTrue();
        }
        assertThatThrownBy(() -> site().shell("no-such-node")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @MethodSource("levers")
    public void aMemberThatRunsIsCleanAndNotBitten(Function<Member, Lever> lever) throws InterruptedException {
        Member member = site().members().getFirst();
        Scripts scripts = site().scripts(lever.apply(member));
        assertThat(run(member, scripts.clean()).ok()).isTrue();
        assertThat(run(member, scripts.clean()).words()).isNotBlank();
        assertThat(run(member, scripts.bit()).ok()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("levers")
    public void aHarmBitesAndIsNotClean(Function<Member, Lever> lever) throws InterruptedException {
        Member member = site().members().getLast();
        Scripts scripts = site().scripts(lever.apply(member));
        assertThat(run(member, scripts.inject()).ok()).isTrue();
        awaitOk(member, scripts.bit());
        assertThat(run(member, scripts.bit()).words()).isNotBlank();
        assertThat(run(member, scripts.clean()).ok()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("levers")
    public void aHarmStaysUntilTheHealAndTheHealUndoesIt(Function<Member, Lever> lever) throws InterruptedException {
        Member member = site().members().getLast();
        Scripts scripts = site().scripts(lever.apply(member));
        run(member, scripts.inject());
        awaitOk(member, scripts.bit());
        Thread.sleep(Duration.ofSeconds(1));
        assertThat(run(member, scripts.bit()).ok()).isTrue();
        assertThat(run(member, scripts.heal()).ok()).isTrue();
        awaitOk(member, scripts.clean());
        assertThat(run(member, scripts.bit()).ok()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("levers")
    public void aHealMayBeRepeatedAndRunWithoutAHarm(Function<Member, Lever> lever) throws InterruptedException {
        Member member = site().members().getLast();
        Scripts scripts = site().scripts(lever.apply(member));
        String before = run(member, scripts.clean()).words();
        assertThat(run(member, scripts.heal()).ok()).isTrue();
        assertThat(run(member, scripts.heal()).ok()).isTrue();
        assertThat(run(member, scripts.clean()).words()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("levers")
    public void aHarmToOneMemberLeavesTheOthersAlone(Function<Member, Lever> lever) throws InterruptedException {
        Member member = site().members().getFirst();
        run(member, site().scripts(lever.apply(member)).inject());
        awaitOk(member, site().scripts(lever.apply(member)).bit());
        for (Member other : site().members()) {
            boolean clean =
                    run(other, site().scripts(lever.apply(other)).clean()).ok();
            assertThat(clean).as(other.name()).isEqualTo(!other.equals(member));
        }
    }

    private void awaitOk(Member member, String script) {
        await().atMost(AMPLE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> run(member, script).ok());
    }

    private Shell.Result run(Member member, String script) throws InterruptedException {
        return site().shell(member.node()).run(script, AMPLE);
    }
}
