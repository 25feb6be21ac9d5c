package muster.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import muster.engine.cluster.Shell;
import muster.engine.drill.Deed;
import muster.engine.drill.Drill;
import muster.engine.drill.Step;
import muster.engine.drill.Target;
import muster.engine.fault.Fault;
import muster.engine.fault.ScriptedSite;
import muster.engine.history.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Acts within whole runs: when they are ordered, whom they mean, and what becomes of a run whose act fails. */
class PerformanceTest {

    @TempDir
    Path folder;

    @Test
    void anActIsOrderedAndDoneWhileTheFaultIsOpen() throws Exception {
        Rehearsal rehearsal = new Rehearsal(folder);
        ScriptedSite site = new ScriptedSite(3, rehearsal::obey);

        Rehearsal.Judged run = rehearsal.run(site, drill(new Target.Follower()));

        assertThat(run.events()).containsSubsequence("FaultBit", "ActBegan", "ActDone", "FaultHealing", "FaultStruck");
        Event.ActBegan began = run.evidence().events(Event.ActBegan.class).getFirst();
        assertThat(began).isEqualTo(new Event.ActBegan("2.1", "promote", "m2", "act m2"));
        assertThat(site.asked()).containsSubsequence("inject m1", "act m2", "heal m1");
    }

    @Test
    void whoWasHitIsMeantEvenThoughItIsDead() throws Exception {
        Rehearsal rehearsal = new Rehearsal(folder);
        ScriptedSite site = new ScriptedSite(3, rehearsal::obey);

        Rehearsal.Judged run = rehearsal.run(site, drill(new Target.Hit()));

        assertThat(run.evidence().events(Event.ActBegan.class).getFirst().member())
                .isEqualTo("m1");
    }

    @Test
    void anActThatFailsEndsTheRunAndWhatIsOpenHeals() throws Exception {
        Rehearsal rehearsal = new Rehearsal(folder);
        ScriptedSite site = new ScriptedSite(
                3,
                script ->
                        script.startsWith("act") ? new Shell.Result(1, "m2: no standby", "") : rehearsal.obey(script));

        Rehearsal.Judged run = rehearsal.run(site, drill(new Target.Follower()));

        assertThat(run.evidence().events(Event.ActFailed.class))
                .containsExactly(new Event.ActFailed("2.1", "m2: no standby"));
        assertThat(run.evidence().events(Event.Failed.class).getFirst().why())
                .isEqualTo("promote m2 failed: m2: no standby");
        assertThat(run.events()).containsSubsequence("ActFailed", "FaultHealing", "NodeClean", "FaultStruck");
        assertThat(run.findings().exit()).isEqualTo(3);
    }

    @Test
    void anActOfAHolderThatLostTheLockIsRefusedByTheNode() throws Exception {
        Rehearsal rehearsal = new Rehearsal(folder);
        CompletableFuture<ScriptedSite> lost = new CompletableFuture<>();
        ScriptedSite site = new ScriptedSite(3, script -> {
            if (script.startsWith("bit")) {
                lost.join().leasesRunOut();
            }
            return rehearsal.obey(script);
        });
        lost.complete(site);

        Rehearsal.Judged run = rehearsal.run(site, drill(new Target.Follower()));

        assertThat(site.asked()).noneMatch(script -> script.startsWith("act")).contains("heal m1");
        assertThat(run.evidence().events(Event.ActFailed.class))
                .containsExactly(new Event.ActFailed("2.1", "n2 refuses it: the lock's lease has run out"));
        assertThat(run.findings().exit()).isEqualTo(3);
    }

    private static Drill drill(Target target) {
        return Rehearsal.drill(
                Rehearsal.USUAL,
                List.of(
                        new Step.Steady(Rehearsal.STEADY),
                        new Step.Inject(
                                new Fault.Kill(),
                                new Target.Leader(),
                                Rehearsal.HELD,
                                List.of(new Step.Act(new Deed.Promote(), target, Duration.ofSeconds(1)))),
                        new Step.Steady(Rehearsal.STEADY)));
    }
}
