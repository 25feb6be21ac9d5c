package muster.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import muster.engine.cluster.Lever;
import muster.engine.cluster.Scripts;
import muster.engine.cluster.Shell;
import muster.engine.history.Member;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guard of a real node: what the model of the protocol takes for granted. */
final class LabGuardTest {

    private static final Duration AMPLE = Duration.ofSeconds(30);
    private static final int REFUSED = 75;
    private static final int SETTLED = 76;
    private static final int HALTED = 77;

    @TempDir
    static Path temp;

    private static final AtomicInteger HARMS = new AtomicInteger();

    @BeforeAll
    static void up() throws InterruptedException {
        Lab.up(temp.resolve("a lab"), Shape.USUAL, true, words -> {});
    }

    @AfterAll
    static void down() throws InterruptedException {
        Lab.down(temp.resolve("a lab"), words -> {});
    }

    @AfterEach
    void everythingIsHealed() throws InterruptedException {
        for (Member member : site().members()) {
            guard(member, "resume");
            guard(member, "halt", "the test is over");
            guard(member, "resume");
            await().atMost(AMPLE).until(() -> guard(member, "open").ok());
            for (String line : guard(member, "open").out().lines().toList()) {
                guard(member, "disarm", line.substring(0, line.indexOf(':')));
            }
            for (String token : List.of("a", "b")) {
                guard(member, "release", token);
            }
            run(member, scripts(member).heal());
        }
    }

    @Test
    void aNodeHealsByItselfAtTheDeadlineWithNobodyLeftToAskForIt() throws InterruptedException {
        Member member = site().members().getFirst();
        String harm = armed(member, "a", 200);
        assertThat(guard(member, "inject", harm, "a", scripts(member).inject()).ok())
                .isTrue();
        assertThat(run(member, scripts(member).clean()).ok()).isFalse();

        await().atMost(AMPLE).until(() -> guard(member, "open").ok());

        assertThat(run(member, scripts(member).clean()).ok()).isTrue();
        assertThat(guard(member, "open").out()).contains("the node healed by itself: m1: process");
        Shell.Result late = guard(member, "heal", harm, "echo ran");
        assertThat(late.exit()).isEqualTo(SETTLED);
        assertThat(late.out()).doesNotContain("ran");
    }

    @Test
    void nothingIsInjectedWithoutALeaseThatRunsAndAHealThatIsArmed() throws InterruptedException {
        Member member = site().members().getFirst();
        assertThat(guard(member, "inject", "unknown", "a", "echo ran").exit()).isEqualTo(REFUSED);
        String harm = armed(member, "a", 3_000);
        assertThat(guard(member, "inject", harm, "b", "echo ran").exit()).isEqualTo(REFUSED);
        assertThat(guard(member, "inject", harm + "x", "a", "echo ran").exit()).isEqualTo(REFUSED);
        guard(member, "heal", harm, "true");
        assertThat(guard(member, "inject", harm, "a", "echo ran").exit()).isEqualTo(REFUSED);
        guard(member, "disarm", harm);
        assertThat(arm(member, harm, "a", 3_000).exit()).isEqualTo(REFUSED);
    }

    @Test
    void whatWasCutShortWhileItWasArmedHoldsUpNobodyAndNeverHeals() throws InterruptedException {
        Member member = site().members().getFirst();
        guard(member, "acquire", "a", "1500", "a drill");
        String alarm = site().guarding(member.node()).alarm() + "\nkill -s KILL $PPID";
        assertThat(arm(member, "half", "a", 100, alarm).ok()).isFalse();
        assertThat(guard(member, "inject", "half", "a", "echo ran").exit()).isEqualTo(REFUSED);
        guard(member, "release", "a");

        assertThat(guard(member, "acquire", "b", "1500", "another drill").ok()).isTrue();

        assertThat(guard(member, "open").out()).contains("half: nothing is open: it was never armed here");
        assertThat(guard(member, "heal", "half", "echo ran").exit()).isEqualTo(SETTLED);
        assertThat(run(member, scripts(member).inject()).ok()).isTrue();
        Thread.sleep(Duration.ofSeconds(3));
        assertThat(run(member, scripts(member).clean()).ok())
                .as("the deadline of the half armed heal has passed, in the middle of another's drill")
                .isFalse();
    }

    @Test
    void aHolderThatSleptPastItsLeaseIsRefusedAlsoWhenNobodyElseCame() throws InterruptedException {
        Member member = site().members().getFirst();
        assertThat(guard(member, "acquire", "a", "100", "a drill").ok()).isTrue();
        String harm = "harm" + HARMS.incrementAndGet();
        assertThat(arm(member, harm, "a", 3_000).ok()).isTrue();

        Thread.sleep(Duration.ofMillis(1_100));

        assertThat(guard(member, "inject", harm, "a", "echo ran").exit()).isEqualTo(REFUSED);
        assertThat(guard(member, "renew", "a", "1500").exit()).isEqualTo(REFUSED);
        Shell.Result second = guard(member, "acquire", "b", "1500", "another drill");
        assertThat(second.exit()).as("its harm is still armed").isEqualTo(REFUSED);
        assertThat(second.err()).contains("kill of m1", "heals by itself in");
    }

    @Test
    void anActIsRefusedOnceItsHolderSleptPastItsLease() throws InterruptedException {
        Member member = site().members().getFirst();
        assertThat(guard(member, "act", "a", "5", "echo ran").exit()).isEqualTo(REFUSED);
        assertThat(guard(member, "acquire", "a", "100", "a drill").ok()).isTrue();
        assertThat(guard(member, "act", "a", "5", "echo ran").out()).isEqualTo("ran\n");

        Thread.sleep(Duration.ofMillis(1_100));

        Shell.Result late = guard(member, "act", "a", "5", "echo ran");
        assertThat(late.exit()).isEqualTo(REFUSED);
        assertThat(late.out()).isEmpty();
        assertThat(late.err()).isEqualTo("the lock's lease has run out\n");
        assertThat(guard(member, "acquire", "b", "1500", "another drill").ok()).isTrue();
        assertThat(guard(member, "act", "a", "5", "echo ran").err())
                .isEqualTo("the lock is held by another drill: another drill\n");
        assertThat(guard(member, "act", "b", "5", "exit 3").exit()).isEqualTo(3);
        guard(member, "halt", "it's urgent");
        assertThat(guard(member, "act", "b", "5", "echo ran").exit()).isEqualTo(HALTED);
    }

    @Test
    void anActGoesThroughTheSameGateAsAnInjectionAndAHeal() throws InterruptedException {
        Member member = site().members().getFirst();
        Path folder = temp.resolve("a lab");
        String harm = armed(member, "a", 3_000);
        Thread act =
                Thread.ofVirtual().start(() -> performed(member, """
                cd %1$s && touch act-began && sleep 1 && touch act-ended
                """.formatted(Settings.quote(folder.toString()))));
        await().atMost(AMPLE).until(() -> Files.exists(folder.resolve("act-began")));

        Shell.Result inject = guard(
                member,
                "inject",
                harm,
                "a",
                "ls %s".formatted(Settings.quote(folder.resolve("act-ended").toString())));

        assertThat(inject.ok()).as(inject.words()).isTrue();
        act.join();
    }

    @Test
    void anActThatTakesTooLongIsEnded() throws InterruptedException {
        Member member = site().members().getFirst();
        assertThat(guard(member, "acquire", "a", "1500", "a drill").ok()).isTrue();

        Shell.Result act = guard(member, "act", "a", "1", "sleep 20; echo ran");

        assertThat(act.ok()).isFalse();
        assertThat(act.out()).isEmpty();
    }

    private static void performed(Member member, String script) {
        try {
            guard(member, "act", "a", "10", script);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aRefusalSaysWhoHoldsTheNodeSinceWhenAndUntilWhen() throws InterruptedException {
        Member member = site().members().getFirst();
        guard(member, "acquire", "a", "1500", "etcd-leader-kill of ann");
        Shell.Result refused = guard(member, "acquire", "b", "1500", "another drill");
        assertThat(refused.exit()).isEqualTo(REFUSED);
        assertThat(refused.err())
                .matches(
                        "another drill runs here: etcd-leader-kill of ann, since \\d+ s, until in 1[45] s at the latest\n");
    }

    @Test
    void haltHealsAtOnceAndRefusesUntilResume() throws InterruptedException {
        Member member = site().members().getLast();
        String harm = armed(member, "a", 6_000);
        assertThat(guard(member, "inject", harm, "a", scripts(member).inject()).ok())
                .isTrue();

        assertThat(guard(member, "halt", "it's urgent").ok()).isTrue();

        await().atMost(Duration.ofSeconds(10)).until(() -> guard(member, "open").ok());
        assertThat(run(member, scripts(member).clean()).ok()).isTrue();
        Shell.Result renewed = guard(member, "renew", "a", "1500");
        assertThat(renewed.exit()).isEqualTo(HALTED);
        assertThat(renewed.err()).contains("it's urgent");
        guard(member, "resume");
        assertThat(guard(member, "renew", "a", "1500").ok()).isTrue();
    }

    @Test
    void whatAnotherBootArmedIsHealedAtOnce() throws InterruptedException {
        Member member = site().members().getLast();
        String harm = armed(member, "a", 6_000);
        assertThat(guard(member, "inject", harm, "a", scripts(member).inject()).ok())
                .isTrue();
        Path deadline = temp.resolve("a lab/m3/guard/harms").resolve(harm).resolve("deadline");

        assertThat(run(member, "echo another-boot 99999999999 >'%s'".formatted(deadline))
                        .ok())
                .isTrue();

        await().atMost(Duration.ofSeconds(10)).until(() -> guard(member, "open").ok());
        assertThat(run(member, scripts(member).clean()).ok()).isTrue();
    }

    @Test
    void ofTwoDrillsThatRaceForANodeOneGetsIt() throws InterruptedException {
        Member member = site().members().getFirst();
        for (int race = 0; race < 20; race++) {
            List<String> got = new ArrayList<>();
            List<Thread> drills = new ArrayList<>();
            for (String token : List.of("a", "b")) {
                drills.add(Thread.ofVirtual().start(() -> {
                    if (acquired(member, token)) {
                        synchronized (got) {
                            got.add(token);
                        }
                    }
                }));
            }
            for (Thread drill : drills) {
                drill.join();
            }
            assertThat(got).hasSize(1);
            guard(member, "release", got.getFirst());
        }
    }

    private static boolean acquired(Member member, String token) {
        try {
            return guard(member, "acquire", token, "1500", "drill " + token).ok();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Locks the node and arms a heal. */
    private String armed(Member member, String token, int centiseconds) throws InterruptedException {
        assertThat(guard(member, "acquire", token, "1500", "a drill").ok()).isTrue();
        String harm = "harm" + HARMS.incrementAndGet();
        Shell.Result armed = arm(member, harm, token, centiseconds);
        assertThat(armed.ok()).as(armed.words()).isTrue();
        Shell.Result read = guard(member, "armed", harm);
        assertThat(read.ok()).as(read.words()).isTrue();
        return harm;
    }

    private static Shell.Result arm(Member member, String harm, String token, int centiseconds)
            throws InterruptedException {
        return arm(
                member,
                harm,
                token,
                centiseconds,
                site().guarding(member.node()).alarm());
    }

    private static Shell.Result arm(Member member, String harm, String token, int centiseconds, String alarm)
            throws InterruptedException {
        return guard(
                member,
                "arm",
                harm,
                token,
                String.valueOf(centiseconds),
                "kill of " + member.name(),
                scripts(member).heal(),
                scripts(member).clean(),
                alarm);
    }

    private static Scripts scripts(Member member) {
        return site().scripts(new Lever.Kill(member));
    }

    private static Shell.Result guard(Member member, String verb, String... arguments) throws InterruptedException {
        StringBuilder words = new StringBuilder(site().guarding(member.node()).command())
                .append(' ')
                .append(verb);
        for (String argument : arguments) {
            words.append(' ').append(Settings.quote(argument));
        }
        return run(member, words.toString());
    }

    private static Shell.Result run(Member member, String script) throws InterruptedException {
        return site().shell(member.node()).run(script, AMPLE);
    }

    private static LabSite site() {
        return new LabSite(Lab.require(temp.resolve("a lab")), LabSite.ETCD);
    }
}
