package muster.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import muster.engine.cluster.Procedure;
import muster.engine.cluster.Shell;
import muster.engine.drill.Deed;
import muster.engine.drill.Drill;
import muster.engine.drill.Step;
import muster.engine.drill.Target;
import muster.engine.fault.Fault;
import muster.engine.fault.ScriptedSite;
import muster.engine.history.ClusterException;
import muster.engine.history.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An act that takes several nodes within a whole run. */
class ProceedingTest {

    @TempDir
    Path folder;

    /** Two steps on two nodes, of which the second may fail. */
    private static final class TwoSteps implements Procedure {

        private final String second;
        private boolean left;

        TwoSteps(String second) {
            this.second = second;
        }

        @Override
        public String script() {
            return "n1: act one\nn2: act two";
        }

        @Override
        public String perform(Gate gate, Witness witness) throws InterruptedException {
            witness.begins("one", "n1: act one");
            demand(gate.run("n1", "act one", Duration.ofSeconds(5)));
            witness.done("one done");
            left = true;
            witness.begins("two", "n2: " + second);
            demand(gate.run("n2", second, Duration.ofSeconds(5)));
            witness.done("two done");
            left = false;
            return "both done";
        }

        private static void demand(Shell.Result result) {
            if (!result.ok()) {
                throw new ClusterException(result.words());
            }
        }

        @Override
        public Optional<String> left() {
            return left ? Optional.of("muster recover etcd --site lab") : Optional.empty();
        }
    }

    private Rehearsal.Judged run(ScriptedSite site, Rehearsal rehearsal, Duration within) throws Exception {
        return run(site, rehearsal, new Fault.Kill(), Rehearsal.HELD, within);
    }

    private Rehearsal.Judged run(ScriptedSite site, Rehearsal rehearsal, Fault fault, Duration holds, Duration within)
            throws Exception {
        Drill drill = Rehearsal.drill(
                Rehearsal.USUAL,
                List.of(
                        new Step.Steady(Rehearsal.STEADY),
                        new Step.Inject(
                                fault,
                                new Target.Leader(),
                                holds,
                                List.of(new Step.Act(new Deed.Recover(), new Target.Spared(), within))),
                        new Step.Steady(Rehearsal.STEADY)));
        return rehearsal.run(site, drill);
    }

    @Test
    void itsStepsGoThroughTheirNodesGuardsAndAreEvents() throws Exception {
        Rehearsal rehearsal = new Rehearsal(folder);
        ScriptedSite site = new ScriptedSite(3, rehearsal::obey);
        site.proceeds(new TwoSteps("act two"));

        Rehearsal.Judged run = run(site, rehearsal, Duration.ofSeconds(1));

        assertThat(site.asked()).containsSubsequence("inject m1", "act one", "act two", "heal m1");
        assertThat(run.evidence().events(Event.ActBegan.class))
                .containsExactly(new Event.ActBegan("2.1", "recover", "m3", "n1: act one\nn2: act two"));
        assertThat(run.evidence().events(Event.StepEnded.class))
                .contains(new Event.StepEnded("2.1.1", "one done"), new Event.StepEnded("2.1.2", "two done"));
        assertThat(run.evidence().events(Event.ActDone.class))
                .singleElement()
                .extracting(Event.ActDone::evidence)
                .isEqualTo("both done");
        assertThat(run.evidence().events(Event.ActLeft.class)).isEmpty();
    }

    @Test
    void disksThatTheClusterWasRebuiltWithoutAreHeldNoLonger() throws Exception {
        Rehearsal rehearsal = new Rehearsal(folder);
        ScriptedSite site = new ScriptedSite(3, rehearsal::obey);
        site.proceeds(new TwoSteps("act two"));

        Rehearsal.Judged run = run(site, rehearsal, new Fault.LoseDisk(), Duration.ofMinutes(5), Duration.ofSeconds(1));

        assertThat(run.events()).containsSubsequence("ActDone", "FaultHealing", "FaultStruck");
        assertThat(Duration.ofNanos(run.evidence().journal().getLast().atNanos()))
                .isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void oneThatStopsHalfWayIsLeftWithTheCommandThatGoesOn() throws Exception {
        Rehearsal rehearsal = new Rehearsal(folder);
        ScriptedSite site = new ScriptedSite(
                3, script -> script.equals("act no") ? new Shell.Result(1, "", "n2: no") : rehearsal.obey(script));
        site.proceeds(new TwoSteps("act no"));

        Rehearsal.Judged run = run(site, rehearsal, Duration.ofSeconds(1));

        assertThat(run.events()).containsSubsequence("ActFailed", "ActLeft", "FaultHealing", "NodeClean");
        assertThat(run.findings().exit()).isEqualTo(4);
        assertThat(run.findings().unhealed())
                .containsExactly("recover m3 has not come to its end: muster recover etcd --site lab");
    }

    @Test
    void aHolderThatLostTheLockIsRefusedByTheNodes() throws Exception {
        Rehearsal rehearsal = new Rehearsal(folder);
        ScriptedSite[] lost = new ScriptedSite[1];
        ScriptedSite site = new ScriptedSite(3, script -> {
            if (script.startsWith("bit")) {
                lost[0].leasesRunOut();
            }
            return rehearsal.obey(script);
        });
        lost[0] = site;
        site.proceeds(new TwoSteps("act two"));

        Rehearsal.Judged run = run(site, rehearsal, Duration.ofSeconds(1));

        assertThat(site.asked()).doesNotContain("act one", "act two").contains("heal m1");
        assertThat(run.evidence().events(Event.ActFailed.class))
                .containsExactly(new Event.ActFailed("2.1", "n1 refuses it: the lock's lease has run out"));
        assertThat(run.findings().exit()).isEqualTo(3);
    }
}
