package muster.engine.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
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

        try (Injection open = Injection.open(scene(site, events::add), kill(site), 1)) {
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

        Injection.open(scene(site, events::add), kill(site), 1).close();

        assertThat(openAtInject).containsExactly(1);
    }

    @Test
    void aFaultThatDoesNotBiteIsReportedAndHealed() throws InterruptedException {
        ScriptedSite site = new ScriptedSite(
                3,
                script -> script.startsWith("bit")
                        ? new Shell.Result(1, "m1 still answers", "")
                        : new Shell.Result(0, "", ""));

        Injection.open(scene(site, events::add), kill(site), 1).close();

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

        assertThatThrownBy(() ->
                        Injection.open(scene(site, events::add), kill(site), 1).close())
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

        Injection.open(scene(site, events::add), kill(site), 1).close();

        assertThat(events).endsWith(new Event.NodeUnclean(1, "m1: no process", "heal m1"));
        assertThat(Ledger.openIn(path())).hasSize(1);
    }

    @Test
    void anInterruptDoesNotKeepItFromHealing() throws InterruptedException {
        ScriptedSite site = ScriptedSite.working(3);
        Injection open = Injection.open(scene(site, events::add), kill(site), 1);

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

        assertThatThrownBy(
                        () -> Injection.open(scene(site, full), kill(site), 1).close())
                .hasMessageContaining("No space left");

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
        Injection open = Injection.open(scene(site, filling), kill(site), 1);

        assertThatThrownBy(open::close).hasMessageContaining("No space left");

        assertThat(site.asked()).containsExactly("inject m1", "bit m1", "bit m1", "heal m1", "clean m1");
        assertThat(Ledger.openIn(path())).isEmpty();
    }

    private Path path() {
        return folder.resolve("ledger.jsonl");
    }

    private Scene scene(ScriptedSite site, Consumer<Event> journal) {
        return new Scene("drill/now", site, TOKEN, ledger, journal, () -> clock.addAndGet(500_000_000));
    }

    private static Harm kill(ScriptedSite site) throws InterruptedException {
        Member member = site.members().getFirst();
        var _ = new Guard(site, member.node()).acquire(TOKEN, SiteLock.LEASE, "a test");
        return new Harm(
                "kill", member, site.scripts(new Fault.Kill().lever(member, List.of())), Duration.ofSeconds(42));
    }

    private List<String> names() {
        return events.stream().map(event -> event.getClass().getSimpleName()).toList();
    }
}
