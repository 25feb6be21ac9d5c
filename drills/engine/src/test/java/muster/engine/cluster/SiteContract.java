package muster.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import muster.engine.history.Member;
import muster.engine.history.Timers;
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

    /** A lever and whom it is pulled on. */
    public interface Pull {
        /**
         * The lever on one member.
         *
         * @param others the other members of the site
         */
        Lever on(Member member, List<Member> others);
    }

    /** Tries to reach a member as a client does, so that a fault between the two can show its effect; whether it succeeds is no matter. */
    protected abstract void knock(Member member) throws InterruptedException;

    /** The levers that every site must know. */
    static Stream<Pull> levers() {
        return Stream.of(
                (member, others) -> new Lever.Kill(member),
                (member, others) -> new Lever.Terminate(member),
                (member, others) -> new Lever.Pause(member),
                (member, others) -> new Lever.LoseData(member),
                (member, others) -> new Lever.Isolate(member, Side.PEERS, Direction.BOTH),
                (member, others) -> new Lever.Isolate(member, Side.CLIENTS, Direction.IN),
                (member, others) -> new Lever.Isolate(member, Side.BOTH, Direction.OUT),
                (member, others) -> new Lever.Cut(member, others, Direction.IN));
    }

    private final List<Scripts> pulled = new ArrayList<>();
    private final List<Member> on = new ArrayList<>();

    @AfterEach
    public void everyMemberRunsAgain() throws InterruptedException {
        for (int i = 0; i < pulled.size(); i++) {
            heal(on.get(i), pulled.get(i));
        }
        for (Member member : site().members()) {
            heal(member, site().scripts(new Lever.Kill(member)));
        }
    }

    private void heal(Member member, Scripts scripts) throws InterruptedException {
        Shell.Result heal = run(member, scripts.heal());
        assertThat(heal.ok()).as(heal.words()).isTrue();
        awaitOk(member, scripts.clean());
    }

    @Test
    public void hasAnOddNumberOfMembersWithNamesOfTheirOwn() {
        List<Member> members = site().members();
        if (site().timers() != null) {
            assertThat(members.size() % 2).as("voters that elect").isEqualTo(1);
        }
        assertThat(site().nodes())
                .containsAll(members.stream().map(Member::node).toList());
        assertThat(members).extracting(Member::name).doesNotHaveDuplicates();
        assertThat(members).extracting(Member::client).doesNotHaveDuplicates();
        assertThat(site().members()).isEqualTo(members);
    }

    @Test
    public void hasANameAndTimers() {
        assertThat(site().name()).isNotBlank();
        Timers timers = site().timers();
        if (timers != null) {
            assertThat(timers.heartbeat()).isPositive().isLessThan(timers.election());
        }
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
    public void aMemberThatRunsIsCleanAndNotBitten(Pull pull) throws InterruptedException {
        Member member = site().members().getFirst();
        Scripts scripts = scripts(pull, member);
        assertThat(run(member, scripts.clean()).ok()).isTrue();
        assertThat(run(member, scripts.clean()).words()).isNotBlank();
        assertThat(run(member, scripts.bit()).ok()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("levers")
    public void aHarmBitesAndIsNotClean(Pull pull) throws InterruptedException {
        Member member = site().members().getLast();
        Scripts scripts = scripts(pull, member);
        assertThat(run(member, scripts.inject()).ok()).isTrue();
        awaitOk(member, scripts.bit());
        assertThat(run(member, scripts.bit()).words()).isNotBlank();
        assertThat(run(member, scripts.clean()).ok()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("levers")
    public void aHarmStaysUntilTheHealAndTheHealUndoesIt(Pull pull) throws InterruptedException {
        Member member = site().members().getLast();
        Scripts scripts = scripts(pull, member);
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
    public void aHealMayBeRepeatedAndRunWithoutAHarm(Pull pull) throws InterruptedException {
        Member member = site().members().getLast();
        Scripts scripts = scripts(pull, member);
        String before = run(member, scripts.clean()).words();
        assertThat(run(member, scripts.heal()).ok()).isTrue();
        assertThat(run(member, scripts.heal()).ok()).isTrue();
        assertThat(run(member, scripts.clean()).words()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("levers")
    public void aHarmToOneMemberLeavesTheOthersAlone(Pull pull) throws InterruptedException {
        Member member = site().members().getFirst();
        run(member, scripts(pull, member).inject());
        awaitOk(member, scripts(pull, member).bit());
        for (Member other : site().members()) {
            boolean clean = run(other, scripts(pull, other).clean()).ok();
            assertThat(clean).as(other.name()).isEqualTo(!other.equals(member));
        }
    }

    private Scripts scripts(Pull pull, Member member) {
        List<Member> others =
                site().members().stream().filter(other -> !other.equals(member)).toList();
        Scripts scripts = site().scripts(pull.on(member, others));
        pulled.add(scripts);
        on.add(member);
        return scripts;
    }

    private void awaitOk(Member member, String script) {
        await().atMost(AMPLE).pollInterval(Duration.ofMillis(20)).until(() -> {
            knock(member);
            return run(member, script).ok();
        });
    }

    private Shell.Result run(Member member, String script) throws InterruptedException {
        return site().shell(member.node()).run(script, AMPLE);
    }
}
