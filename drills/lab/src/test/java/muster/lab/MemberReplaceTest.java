package muster.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import muster.engine.cluster.Act;
import muster.engine.cluster.Lever;
import muster.engine.cluster.Scripts;
import muster.engine.cluster.Shell;
import muster.engine.history.Member;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A member whose data is lost, and the empty one that takes its place. */
final class MemberReplaceTest {

    private static final Duration AMPLE = Duration.ofSeconds(60);
    private static final Pattern IDENTITY = Pattern.compile("runs as ([0-9a-f]+), a voter");

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

    @AfterEach
    void healed() throws InterruptedException {
        for (Member member : site().members()) {
            does(member, scripts(member).heal());
            does(member, scripts(member).clean());
        }
    }

    @Test
    void anEmptyMemberTakesTheLostOnesPlaceUnderANewIdentityAndFetchesTheData() throws InterruptedException {
        Member member = site().members().get(1);
        String before = identity(member);
        does(member, etcdctl(member, "put kept yes"));
        lose(member);

        String said = does(member, site().script(new Act.Replace(member)));

        assertThat(said.lines())
                .satisfiesExactly(
                        removed -> assertThat(removed)
                                .startsWith("m2: %s is no member any more; 2 of 2 voters, quorum 2".formatted(before)),
                        added -> assertThat(added).contains("is a learner, without a vote; 2 of 2 voters, quorum 2"),
                        begun -> assertThat(begun).contains("fetching the cluster's data"),
                        promoted -> assertThat(promoted).contains("is a voter; 3 of 3 voters, quorum 2, tolerates 1"));
        assertThat(does(member, etcdctl(member, "get --consistency=s --print-value-only kept")))
                .isEqualTo("yes");
        assertThat(run(member, scripts(member).bit()).words()).contains(before + " stays lost, it runs as");
        assertThat(run(member, scripts(member).clean()).words()).isEqualTo("m2: its lost data is still there");
        does(member, scripts(member).heal());
        assertThat(identity(member)).isNotEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"remove", "remove add", "remove add begin"})
    void aReplacementThatStoppedHalfWayIsFinishedByTheHeal(String done) throws InterruptedException {
        Member member = site().members().getLast();
        String before = identity(member);
        lose(member);
        for (String step : done.split(" ", -1)) {
            does(member, step(step, member));
        }

        does(member, scripts(member).heal());

        assertThat(identity(member)).isNotEqualTo(before);
        assertThat(memberships(member)).isEqualTo(3);
    }

    @Test
    void theActAndTheHealAtTheSameTimeReplaceItOnce() throws InterruptedException {
        Member member = site().members().getFirst();
        lose(member);

        String both = "%s & %s; one=$?; wait $! && exit $one"
                .formatted(
                        site().script(new Act.Replace(member)), scripts(member).heal());
        Shell.Result result = run(member, both);

        // Whichever comes second finds it done: the heal leaves nothing to replace, the act leaves a voter.
        assertThat(result.words()).contains("is a voter; 3 of 3 voters");
        does(member, scripts(member).heal());
        assertThat(memberships(member)).isEqualTo(3);
    }

    @Test
    void aMemberThatHasItsDataIsNotReplaced() throws InterruptedException {
        Member member = site().members().getFirst();
        String before = identity(member);

        Shell.Result act = run(member, site().script(new Act.Replace(member)));

        assertThat(act.exit()).isEqualTo(1);
        assertThat(act.words()).isEqualTo("m1: its data was not lost: there is nothing to replace");
        assertThat(identity(member)).isEqualTo(before);
    }

    @Test
    void dataAreNotLostTwice() throws InterruptedException {
        Member member = site().members().getFirst();
        lose(member);
        assertThat(run(member, scripts(member).inject()).words()).contains("nothing was done to it");
    }

    private static void lose(Member member) throws InterruptedException {
        assertThat(does(member, scripts(member).inject())).contains("SIGKILL sent, the data of");
        await().atMost(AMPLE).until(() -> run(member, scripts(member).bit()).ok());
        assertThat(run(member, scripts(member).clean()).ok()).isFalse();
    }

    private static String identity(Member member) throws InterruptedException {
        String said = does(member, scripts(member).clean());
        Matcher matcher = IDENTITY.matcher(said);
        assertThat(matcher.find()).as(said).isTrue();
        return matcher.group(1);
    }

    private static long memberships(Member member) throws InterruptedException {
        return does(member, etcdctl(member, "member list")).lines().count();
    }

    private static String step(String verb, Member member) {
        Path script = Lab.require(temp.resolve("a lab")).folder().replaceScript();
        return "sh %s %s %s".formatted(Settings.quote(script.toString()), verb, member.name());
    }

    private static String etcdctl(Member member, String arguments) {
        return "ETCDCTL_API=3 etcdctl --endpoints=%s %s".formatted(member.client(), arguments);
    }

    private static Scripts scripts(Member member) {
        return site().scripts(new Lever.LoseData(member));
    }

    private static String does(Member member, String script) throws InterruptedException {
        Shell.Result result = run(member, script);
        assertThat(result.ok()).as(script + ": " + result).isTrue();
        return result.out().strip();
    }

    private static Shell.Result run(Member member, String script) throws InterruptedException {
        return site().shell(member.node()).run(script, AMPLE);
    }

    private static LabSite site() {
        return new LabSite(Lab.require(temp.resolve("a lab")), LabSite.ETCD);
    }
}
