package muster.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import muster.engine.cluster.Shell;
import muster.engine.drill.Drill;
import muster.engine.fault.Ledger;
import muster.engine.fault.ScriptedSite;
import muster.engine.history.Entry;
import muster.engine.history.Event;
import muster.engine.history.OperatorException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A signal cancels a drill at any moment: it is healed, the evidence is whole, and the exit code is the signal's. */
class CancelTest {

    @TempDir
    Path folder;

    private final CompletableFuture<Runner> running = new CompletableFuture<>();

    private Rehearsal.Judged cancelled(Rehearsal rehearsal, ScriptedSite site, String signal, Predicate<Event> at)
            throws Exception {
        Consumer<Entry> canceller = entry -> {
            if (at.test(entry.event())) {
                CompletableFuture.runAsync(() -> running.join().cancel(signal)).join();
            }
        };
        Runner runner = rehearsal.runner(site, List.of(canceller));
        running.complete(runner);
        Drill drill = Rehearsal.leaderKill();
        return rehearsal.judge(drill, runner.run(rehearsal.request(site, drill)));
    }

    @Test
    void beforeAnythingIsBrokenNothingIsBroken() throws Exception {
        Rehearsal rehearsal = new Rehearsal(folder);
        ScriptedSite site = new ScriptedSite(3, rehearsal::obey);

        Rehearsal.Judged run = cancelled(rehearsal, site, "INT", event -> event instanceof Event.StepBegan);

        assertThat(site.asked()).isEmpty();
        assertThat(run.events())
                .contains("Interrupted", "ReadBack", "WorkloadRemoved")
                .endsWith("Ended");
        assertThat(run.findings().exit()).isEqualTo(130);
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
    void whileAFaultIsOpenItIsHealedAndTheExitCodeIsTheSignals(String signal, int exit) throws Exception {
        Rehearsal rehearsal = new Rehearsal(folder);
        ScriptedSite site = new ScriptedSite(3, rehearsal::obey);

        Rehearsal.Judged run = cancelled(rehearsal, site, signal, event -> event instanceof Event.FaultBit);

        assertThat(site.asked()).containsExactly("inject m1", "bit m1", "bit m1", "heal m1", "clean m1");
        assertThat(run.events())
                .containsSubsequence("FaultBit", "FaultHealing", "FaultHealed", "NodeClean", "Interrupted", "Ended");
        assertThat(run.findings().exit()).isEqualTo(exit);
        assertThat(run.findings().unhealed()).isEmpty();
        assertThat(Ledger.openIn(rehearsal.state().ledger())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "FaultIntended",
        "FaultArmed",
        "FaultInjected",
        "FaultHealing",
        "FaultHealed",
        "NodeClean",
        "FaultDisarmed"
    })
    void atEveryStepOfTheOrderTheNodeEndsClean(String step) throws Exception {
        Rehearsal rehearsal = new Rehearsal(folder);
        ScriptedSite site = new ScriptedSite(3, rehearsal::obey);

        Rehearsal.Judged run = cancelled(
                rehearsal,
                site,
                "INT",
                event -> event.getClass().getSimpleName().equals(step));

        // A script that the signal killed is run again, which healing may be.
        assertThat(site.asked()).contains("heal m1").endsWith("clean m1");
        assertThat(run.events()).contains("NodeClean", "Interrupted").endsWith("Ended");
        assertThat(run.findings().exit()).isEqualTo(130);
        assertThat(run.findings().doubts()).isEmpty();
        assertThat(Ledger.openIn(rehearsal.state().ledger())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
    void whileTheSiteIsLockedNothingIsTouchedAndTheExitCodeIsTheSignals(String signal, int exit) throws Exception {
        Rehearsal rehearsal = new Rehearsal(folder);
        ScriptedSite site = new ScriptedSite(3, rehearsal::obey);
        RunRequest request = rehearsal.request(site, Rehearsal.leaderKill());
        Runner runner = rehearsal.runner(site, List.of());
        assertThat(runner.cancel(signal)).isTrue();
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> runner.run(request))
                .isInstanceOfSatisfying(
                        OperatorException.class,
                        e -> assertThat(e.interruption())
                                .hasValueSatisfying(by -> assertThat(by.exit()).isEqualTo(exit)));

        assertThat(site.asked()).isEmpty();
        assertThat(rehearsal.run(site, Rehearsal.leaderKill()).events()).contains("LockTaken");
    }

    @Test
    void aSecondSignalChangesNothing() throws Exception {
        Rehearsal rehearsal = new Rehearsal(folder);
        Function<String, Shell.Result> again = script -> {
            if (script.startsWith("heal")) {
                running.join().cancel("INT");
            }
            return rehearsal.obey(script);
        };
        ScriptedSite site = new ScriptedSite(3, again);

        Rehearsal.Judged run = cancelled(rehearsal, site, "TERM", event -> event instanceof Event.FaultBit);

        assertThat(site.asked()).containsExactly("inject m1", "bit m1", "bit m1", "heal m1", "clean m1");
        assertThat(run.evidence().events(Event.Interrupted.class)).containsExactly(new Event.Interrupted("TERM"));
        assertThat(run.findings().exit()).isEqualTo(143);
    }

    @Test
    void afterTheTimelineNothingIsLeftToCancel() throws Exception {
        Rehearsal rehearsal = new Rehearsal(folder);
        ScriptedSite site = new ScriptedSite(3, rehearsal::obey);

        Rehearsal.Judged run = cancelled(rehearsal, site, "INT", event -> event instanceof Event.Hiccups);

        assertThat(run.events()).endsWith("Hiccups", "ReadBack", "WorkloadRemoved", "LockReleased", "Ended");
        assertThat(run.findings().exit()).isZero();
    }
}
