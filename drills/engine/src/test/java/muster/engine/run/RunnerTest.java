package muster.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import muster.engine.cluster.FakeStore;
import muster.engine.cluster.Shell;
import muster.engine.drill.Drill;
import muster.engine.drill.Step;
import muster.engine.drill.Target;
import muster.engine.drill.Workload;
import muster.engine.fault.Fault;
import muster.engine.fault.Ledger;
import muster.engine.fault.ScriptedSite;
import muster.engine.history.ClusterException;
import muster.engine.history.Entry;
import muster.engine.history.Event;
import muster.engine.history.Evidence;
import muster.engine.history.Op;
import muster.engine.report.Findings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs, judged from what they left on the disk: a store that behaves, and stores and sites that do not. */
class RunnerTest {

    @TempDir
    Path folder;

    @Test
    void aHealthyRunHoldsAndLeavesWholeEvidence() throws Exception {
        Rehearsal rehearsal = new Rehearsal(folder);
        ScriptedSite site = new ScriptedSite(3, rehearsal::obey);

        Rehearsal.Judged run = rehearsal.run(site, Rehearsal.leaderKill());

        assertThat(run.findings().verdicts())
                .extracting(Findings.Judged::check, Findings.Judged::verdict)
                .allSatisfy(pair -> assertThat(pair.toList().get(1)).isEqualTo("holds"))
                .hasSize(6);
        assertThat(run.findings().exit()).isZero();
        assertThat(run.findings().doubts()).isEmpty();
        assertThat(run.events())
                .containsExactly(
                        "Began",
                        "LockTaken",
                        "StepBegan",
                        "StepEnded",
                        "StepBegan",
                        "FaultIntended",
                        "FaultArmed",
                        "FaultInjected",
                        "FaultBit",
                        "FaultHealing",
                        "FaultHealed",
                        "NodeClean",
                        "FaultDisarmed",
                        "FaultStruck",
                        "StepEnded",
                        "StepBegan",
                        "RedundancyReached",
                        "StepEnded",
                        "StepBegan",
                        "StepEnded",
                        "Hiccups",
                        "ReadBack",
                        "WorkloadRemoved",
                        "LockReleased",
                        "Ended");
        assertThat(rehearsal.seen).isEqualTo(run.evidence().journal());
        assertThat(site.asked()).containsExactly("inject m1", "bit m1", "bit m1", "heal m1", "clean m1");
        assertThat(run.folder().path().resolveSibling("latest").toRealPath())
                .isEqualTo(run.folder().path().toRealPath());
    }

    @Test
    void aDrillThatBeginsByBreakingSomethingFirstWaitsForEveryMembersWord() throws Exception {
        Rehearsal rehearsal = new Rehearsal(folder);
        rehearsal.store.slowToSay(Duration.ofMillis(150));
        Drill drill = Rehearsal.drill(
                Rehearsal.USUAL,
                List.of(new Step.Inject(new Fault.Kill(), new Target.Leader(), Duration.ofMillis(800), List.of())));

        Rehearsal.Judged run = rehearsal.run(new ScriptedSite(3, rehearsal::obey), drill);

        assertThat(run.evidence().harms())
                .singleElement()
                .extracting(Evidence.Harmed::member)
                .isEqualTo("m1");
    }

    @Test
    void theHistoryIsCompleteAndTheKeysAreGone() throws Exception {
        Rehearsal rehearsal = new Rehearsal(folder);

        Rehearsal.Judged run = rehearsal.run(new ScriptedSite(3, rehearsal::obey), Rehearsal.leaderKill());

        List<Op> ops = run.evidence().ops();
        assertThat(ops)
                .extracting(Op::id)
                .isEqualTo(
                        java.util.stream.LongStream.range(0, ops.size()).boxed().toList());
        assertThat(ops)
                .allSatisfy(op -> assertThat(op.doneNanos())
                        .isGreaterThanOrEqualTo(op.sentNanos())
                        .isLessThan(Long.MAX_VALUE));
        // 1.4 s and more at 200 calls a second, local reads beside them.
        assertThat(ops).hasSizeGreaterThan(200);
        Findings.Accounts accounts = run.findings().accounts();
        assertThat(accounts.readBack()).isTrue();
        assertThat(accounts.acknowledged() + accounts.acknowledgedLate() + accounts.refused() + accounts.unknown())
                .isEqualTo(accounts.attempted())
                .isEqualTo(ops.stream().filter(Op::mutates).count());
        assertThat(run.evidence().events(Event.WorkloadRemoved.class))
                .singleElement()
                .satisfies(removed -> assertThat(removed.left()).isZero());
    }

    @Test
    void aStoreThatAcknowledgesAndForgetsIsReportedWithTheIdsOfWhatItLost() throws Exception {
        Rehearsal rehearsal = new Rehearsal(folder);
        Set<Long> forgotten = ConcurrentHashMap.newKeySet();
        rehearsal.store.forget(op -> op % 10 == 7 && forgotten.add(op));

        Rehearsal.Judged run = rehearsal.run(new ScriptedSite(3, rehearsal::obey), Rehearsal.leaderKill());

        assertThat(forgotten).isNotEmpty();
        assertThat(run.by("lost-writes").verdict()).isEqualTo("broken");
        assertThat(run.findings().accounts().lostOps()).containsExactlyInAnyOrderElementsOf(forgotten);
        assertThat(run.by("lost-writes").witness())
                .anySatisfy(line -> assertThat(line)
                        .contains(forgotten.stream()
                                .sorted()
                                .findFirst()
                                .orElseThrow()
                                .toString()));
        assertThat(run.findings().exit()).isEqualTo(1);
    }

    @Test
    void aStoreThatAnswersWithWhatStoodBeforeIsNotLinearizable() throws Exception {
        Rehearsal rehearsal = new Rehearsal(folder);
        rehearsal.store.answerStale(op -> op % 5 == 0);

        Rehearsal.Judged run = rehearsal.run(new ScriptedSite(3, rehearsal::obey), Rehearsal.leaderKill());

        assertThat(run.by("linearizable").verdict()).isEqualTo("broken");
        assertThat(run.by("linearizable").witness()).isNotEmpty();
        assertThat(run.by("lost-writes").verdict()).isEqualTo("holds");
        assertThat(run.findings().exit()).isEqualTo(1);
    }

    @Test
    void aFaultThatDoesNotBiteIsNeverAPass() throws Exception {
        Rehearsal rehearsal = new Rehearsal(folder);
        ScriptedSite site = new ScriptedSite(
                3, script -> new Shell.Result(script.startsWith("bit") ? 1 : 0, "m1 still answers", ""));

        Rehearsal.Judged run = rehearsal.run(site, Rehearsal.leaderKill());

        assertThat(run.by("fault-bites").verdict()).isEqualTo("broken");
        assertThat(run.by("fault-bites").witness()).containsExactly("kill of m1: m1 still answers");
        assertThat(run.findings().exit()).isEqualTo(1);
        assertThat(Ledger.openIn(rehearsal.state().ledger())).isEmpty();
    }

    @Test
    void tooLittleTrafficIsUndecided() throws Exception {
        Rehearsal rehearsal = new Rehearsal(folder);
        Workload sparse = new Workload(3, 2, 4, 0, 0, Rehearsal.USUAL.deadline());

        Rehearsal.Judged run = rehearsal.run(new ScriptedSite(3, rehearsal::obey), Rehearsal.leaderKill(sparse));

        assertThat(run.by("write-gap").verdict()).isEqualTo("undecided");
        assertThat(run.by("write-gap").why()).contains("10 are needed");
        assertThat(run.findings().exit()).isEqualTo(2);
    }

    @Test
    void aHealThatFailsIsUnhealedWithItsRemedyAndStaysInTheLedger() throws Exception {
        Rehearsal rehearsal = new Rehearsal(folder);
        ScriptedSite site = new ScriptedSite(
                3,
                script -> script.startsWith("heal") || script.startsWith("clean")
                        ? new Shell.Result(1, "", "no such file")
                        : rehearsal.obey(script));

        Rehearsal.Judged run = rehearsal.run(site, Rehearsal.leaderKill());

        assertThat(run.findings().exit()).isEqualTo(4);
        assertThat(run.findings().unhealed())
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .contains("kill of m1 on n1", "no such file")
                        .endsWith("heal m1"));
        assertThat(Ledger.openIn(rehearsal.state().ledger()))
                .singleElement()
                .satisfies(intent -> assertThat(intent.heal()).isEqualTo("heal m1"));
    }

    @Test
    void aStoreThatDoesNotTakeTheWorkloadIsNotBroken() throws Exception {
        Rehearsal rehearsal = new Rehearsal(folder);
        ScriptedSite site = new ScriptedSite(3, rehearsal::obey);
        Drill drill = Rehearsal.leaderKill();
        RunRequest request = rehearsal.request(site, drill);
        rehearsal.store.shut(FakeStore.WhileShut.REFUSED);

        assertThatThrownBy(() -> rehearsal.runner(site, List.of()).run(request))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("no member serves");

        assertThat(site.asked()).isEmpty();
        assertThat(Ledger.openIn(rehearsal.state().ledger())).isEmpty();
    }

    @Test
    void aSubscriberThatFailsIsDroppedAndChangesNothing() throws Exception {
        Rehearsal rehearsal = new Rehearsal(folder);
        ScriptedSite site = new ScriptedSite(3, rehearsal::obey);
        List<Entry> heard = new java.util.ArrayList<>();
        Runner runner = rehearsal.runner(site, List.of(entry -> {
            heard.add(entry);
            if (heard.size() == 3) {
                throw new IllegalStateException("a broken subscriber, as the test wants it");
            }
        }));

        Drill drill = Rehearsal.leaderKill();
        Rehearsal.Judged run = rehearsal.judge(drill, runner.run(rehearsal.request(site, drill)));

        assertThat(heard).hasSize(3);
        assertThat(rehearsal.seen).isEqualTo(run.evidence().journal());
        assertThat(run.findings().exit()).isZero();
    }
}
