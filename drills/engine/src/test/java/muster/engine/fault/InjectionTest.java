package muster.engine.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import muster.engine.cluster.Order;
import muster.engine.cluster.Shell;
import muster.engine.history.ClusterException;
import muster.engine.history.Event;
import muster.engine.history.Member;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InjectionTest {

    private static final String TOKEN = "a token";

    @TempDir
    private Path folder = Path.of("");

    private Ledger ledger;

    private final List<Event> events = new ArrayList<>();

    /** Half a second passes between two readings, so that waiting for a proof in vain takes no time. */
    private final AtomicLong clock = new AtomicLong();

    @BeforeEach
    void openLedger() {
        ledger = Ledger.open(path());
    }

    @AfterEach
    void closeLedger() {
        ledger.close();
    }

    @Test
    void goesThroughTheOrderAndStrikesTheLedger() throws InterruptedException {
        ScriptedSite site = ScriptedSite.working(3);

        try (Injection open = opened(scene(site, events::add), kill(site))) {
            assertThat(open.harm().fault()).isEqualTo("kill");
            assertThat(Ledger.openIn(path())).hasSize(1);
        }

        assertThat(site.asked()).containsExactly("inject m1", "bit m1", "bit m1", "heal m1", "clean m1");
        assertThat(names())
                .containsExactly(
                        "FaultIntended",
                        "FaultArmed",
                        "FaultInjected",
                        "FaultBit",
                        "FaultHealing",
                        "FaultHealed",
                        "NodeClean",
                        "FaultDisarmed",
                        "FaultStruck");
        assertThat(Ledger.openIn(path())).isEmpty();
    }

    @Test
    void theIntentIsInTheLedgerBeforeAnythingIsDone() throws InterruptedException {
        List<Integer> openAtInject = new ArrayList<>();
        ScriptedSite site = new ScriptedSite(3, script -> {
            if (script.startsWith("inject")) {
                openAtInject.add(Ledger.openIn(path()).size());
            }
            return new Shell.Result(0, "", "");
        });

        opened(scene(site, events::add), kill(site)).close();

        assertThat(openAtInject).containsExactly(1);
    }

    @Test
    void aFaultThatDoesNotBiteIsReportedAndHealed() throws InterruptedException {
        ScriptedSite site = new ScriptedSite(
                3,
                script -> script.startsWith("bit")
                        ? new Shell.Result(1, "m1 still answers", "")
                        : new Shell.Result(0, "", ""));

        opened(scene(site, events::add), kill(site)).close();

        assertThat(events).contains(new Event.FaultMissed(1, "m1 still answers"));
        assertThat(names()).doesNotContain("FaultBit").endsWith("NodeClean", "FaultDisarmed", "FaultStruck");
        assertThat(Ledger.openIn(path())).isEmpty();
    }

    @Test
    void aCommandThatFailsIsHealedAtOnce() {
        ScriptedSite site = new ScriptedSite(
                3,
                script -> script.startsWith("inject")
                        ? new Shell.Result(1, "", "no such process")
                        : new Shell.Result(0, "", ""));

        assertThatThrownBy(() -> opened(scene(site, events::add), kill(site)).close())
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("kill of m1 failed: no such process");

        assertThat(names())
                .containsExactly(
                        "FaultIntended",
                        "FaultArmed",
                        "FaultHealing",
                        "FaultHealed",
                        "NodeClean",
                        "FaultDisarmed",
                        "FaultStruck");
        assertThat(Ledger.openIn(path())).isEmpty();
    }

    @Test
    void aBrokenHealIsFoundByTheCleanCheckAndStaysInTheLedger() throws InterruptedException {
        ScriptedSite site = new ScriptedSite(
                3,
                script -> script.startsWith("clean")
                        ? new Shell.Result(1, "m1: no process", "")
                        : new Shell.Result(0, "", ""));

        opened(scene(site, events::add), kill(site)).close();

        assertThat(events).endsWith(new Event.NodeUnclean(1, "m1: no process", "heal m1"));
        assertThat(Ledger.openIn(path())).hasSize(1);
    }

    @Test
    void anInterruptDoesNotKeepItFromHealing() throws InterruptedException {
        ScriptedSite site = ScriptedSite.working(3);
        Injection open = opened(scene(site, events::add), kill(site));

        Thread.currentThread().interrupt();
        open.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(names()).endsWith("NodeClean", "FaultDisarmed", "FaultStruck");
        assertThat(Ledger.openIn(path())).isEmpty();
    }

    @Test
    void aJournalThatCannotBeWrittenKeepsItFromInjecting() {
        ScriptedSite site = ScriptedSite.working(3);
        Consumer<Event> full = event -> {
            throw new java.io.UncheckedIOException(new java.io.IOException("No space left on device"));
        };

        assertThatThrownBy(() -> opened(scene(site, full), kill(site)).close()).hasMessageContaining("No space left");

        assertThat(site.asked()).isEmpty();
    }

    @Test
    void aJournalThatFillsUpWhileItIsOpenDoesNotKeepItFromHealing() throws InterruptedException {
        ScriptedSite site = ScriptedSite.working(3);
        Consumer<Event> filling = event -> {
            if (event instanceof Event.FaultHealing) {
                throw new java.io.UncheckedIOException(new java.io.IOException("No space left on device"));
            }
            events.add(event);
        };
        Injection open = opened(scene(site, filling), kill(site));

        assertThatThrownBy(open::close).hasMessageContaining("No space left");

        assertThat(site.asked()).containsExactly("inject m1", "bit m1", "bit m1", "heal m1", "clean m1");
        assertThat(Ledger.openIn(path())).isEmpty();
    }

    @Test
    void everyNodeIsArmedBeforeTheFirstHarmIsDone() throws InterruptedException {
        List<Integer> inLedger = new ArrayList<>();
        ScriptedSite site = new ScriptedSite(3, script -> {
            if (script.startsWith("inject")) {
                inLedger.add(Ledger.openIn(path()).size());
            }
            return new Shell.Result(0, "", "");
        });

        List<Injection> open =
                Injection.open(scene(site, events::add), List.of(kill(site, 0), kill(site, 1), kill(site, 2)), 4);

        assertThat(names())
                .containsSubsequence(
                        "FaultIntended", "FaultIntended", "FaultIntended", "FaultArmed", "FaultArmed", "FaultArmed")
                .containsSubsequence("FaultArmed", "FaultInjected", "FaultInjected", "FaultInjected", "FaultBit");
        assertThat(inLedger).containsExactly(3, 3, 3);
        open.reversed().forEach(Injection::close);
        assertThat(events).endsWith(new Event.FaultStruck(4)).contains(new Event.FaultStruck(6));
        assertThat(Ledger.openIn(path())).isEmpty();
    }

    @Test
    void whereOneNodeRefusesNothingIsDoneToTheOthers() throws InterruptedException {
        ScriptedSite site = ScriptedSite.working(3);
        List<Harm> harms = List.of(kill(site, 0), unlocked(site, 1), kill(site, 2));

        assertThatThrownBy(() -> Injection.open(scene(site, events::add), harms, 1))
                .isInstanceOf(ClusterException.class)
                .hasMessage("kill of m2 failed: n2 refuses it: the lock's lease has run out");

        assertThat(site.asked()).noneMatch(script -> script.startsWith("inject"));
        assertThat(events)
                .filteredOn(Event.FaultStruck.class::isInstance)
                .containsExactly(new Event.FaultStruck(3), new Event.FaultStruck(2), new Event.FaultStruck(1));
        assertThat(Ledger.openIn(path())).isEmpty();
    }

    @Test
    void whereOneHarmFailsAllThatWereBegunAreHealedTheLastOneFirst() throws InterruptedException {
        ScriptedSite site = new ScriptedSite(
                3,
                script -> script.equals("inject m2")
                        ? new Shell.Result(1, "", "no such process")
                        : new Shell.Result(0, "", ""));
        List<Harm> harms = List.of(kill(site, 0), kill(site, 1), kill(site, 2));

        assertThatThrownBy(() -> Injection.open(scene(site, events::add), harms, 1))
                .isInstanceOf(ClusterException.class)
                .hasMessage("kill of m2 failed: no such process");

        assertThat(site.asked())
                .containsExactly(
                        "inject m1", "inject m2", "heal m3", "clean m3", "heal m2", "clean m2", "heal m1", "clean m1");
        assertThat(Ledger.openIn(path())).isEmpty();
    }

    @Test
    void anOrderIsGivenBehindTheGateAndItsKeeperMustSayThatItHolds() throws InterruptedException {
        ScriptedSite site = ScriptedSite.working(3);
        List<String> given = new ArrayList<>();
        AtomicBoolean holds = new AtomicBoolean(true);
        Harm ordered = ordered(kill(site), new Order() {
            @Override
            public String give() {
                given.addAll(site.asked());
                return "ordered";
            }

            @Override
            public Shell.Result done() {
                return new Shell.Result(holds.get() ? 0 : 1, "the keeper's word", "");
            }
        });

        try (Injection _ = opened(scene(site, events::add), ordered)) {
            assertThat(given).containsExactly("inject m1");
            assertThat(events)
                    .filteredOn(Event.FaultBit.class::isInstance)
                    .singleElement()
                    .extracting(event -> ((Event.FaultBit) event).evidence())
                    .isEqualTo("bit m1: done; the keeper's word");
            holds.set(false);
        }

        assertThat(events).contains(new Event.FaultLapsed(1, "bit m1: done; the keeper's word"));
        assertThat(Ledger.openIn(path())).isEmpty();
    }

    @Test
    void anOrderThatIsRefusedLeavesNothingOpen() throws InterruptedException {
        ScriptedSite site = ScriptedSite.working(3);
        Harm ordered = ordered(kill(site), new Order() {
            @Override
            public String give() {
                throw new ClusterException("not at rest");
            }

            @Override
            public Shell.Result done() {
                throw new AssertionError("nothing was ordered");
            }
        });

        assertThatThrownBy(() -> opened(scene(site, events::add), ordered).close())
                .isInstanceOf(ClusterException.class)
                .hasMessage("not at rest");

        assertThat(names()).doesNotContain("FaultInjected").endsWith("NodeClean", "FaultDisarmed", "FaultStruck");
        assertThat(Ledger.openIn(path())).isEmpty();
    }

    private static Harm ordered(Harm harm, Order order) {
        return new Harm(
                harm.fault(), harm.member(), harm.scripts(), order, harm.healsWithin(), harm.away(), harm.byHand());
    }

    private static Injection opened(Scene scene, Harm harm) throws InterruptedException {
        return Injection.open(scene, List.of(harm), 1).getFirst();
    }

    private Path path() {
        return folder.resolve("ledger.jsonl");
    }

    private Scene scene(ScriptedSite site, Consumer<Event> journal) {
        return new Scene("drill/now", site, TOKEN, ledger, journal, () -> clock.addAndGet(500_000_000));
    }

    private static Harm kill(ScriptedSite site) throws InterruptedException {
        return kill(site, 0);
    }

    private static Harm kill(ScriptedSite site, int which) throws InterruptedException {
        var _ = new Guard(site, site.members().get(which).node()).acquire(TOKEN, SiteLock.LEASE, "a test");
        return unlocked(site, which);
    }

    private static Harm unlocked(ScriptedSite site, int which) {
        Member member = site.members().get(which);
        return new Harm(
                "kill",
                member,
                site.scripts(new Fault.Kill().lever(member, List.of())),
                null,
                Duration.ofSeconds(42),
                Duration.ZERO,
                false);
    }

    private List<String> names() {
        return events.stream().map(event -> event.getClass().getSimpleName()).toList();
    }
}
