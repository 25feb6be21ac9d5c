package muster.engine.run;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import muster.engine.check.Check;
import muster.engine.check.Elections;
import muster.engine.check.Limit;
import muster.engine.check.Linearizable;
import muster.engine.check.LostWrites;
import muster.engine.check.WriteGap;
import muster.engine.cluster.FakeStore;
import muster.engine.cluster.Shell;
import muster.engine.drill.Drill;
import muster.engine.drill.Runbook;
import muster.engine.drill.Step;
import muster.engine.drill.Target;
import muster.engine.drill.Workload;
import muster.engine.fault.Fault;
import muster.engine.fault.ScriptedSite;
import muster.engine.history.Entry;
import muster.engine.history.Evidence;
import muster.engine.history.RunFolder;
import muster.engine.history.StateFolder;
import muster.engine.report.Findings;
import muster.engine.report.Reporter;

/**
 * A leader kill of two seconds on three members in memory: the scripts of {@link ScriptedSite} do to the {@link FakeStore} what they
 * would do to servers, unless a test says otherwise.
 */
final class Rehearsal {

    static final Workload USUAL = new Workload(9, 200, 4, 50, 10, Duration.ofMillis(200));

    static final Duration STEADY = Duration.ofMillis(300);
    static final Duration HELD = Duration.ofMillis(800);
    private static final Duration ELECTION = Duration.ofMillis(400);

    final FakeStore store = new FakeStore(3);
    final List<Entry> seen = new CopyOnWriteArrayList<>();
    private final StateFolder state;

    Rehearsal(Path folder) {
        state = new StateFolder(folder.resolve("state of a test"));
    }

    StateFolder state() {
        return state;
    }

    /** What the scripts do when all works: a dead leader, an election, a member that comes back. */
    Shell.Result obey(String script) {
        String member = script.substring(script.indexOf(' ') + 1);
        if (script.startsWith("inject")) {
            store.kill(member);
            store.lead(null);
            store.shut(FakeStore.WhileShut.HANGS);
            CompletableFuture.delayedExecutor(ELECTION.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(() -> {
                        store.lead("m2");
                        store.open();
                    });
        } else if (script.startsWith("heal")) {
            store.start(member);
        }
        return new Shell.Result(0, script + ": done", "");
    }

    Runner runner(ScriptedSite site, List<Consumer<Entry>> others) {
        List<Consumer<Entry>> subscribers = new CopyOnWriteArrayList<>(others);
        subscribers.add(seen::add);
        return new Runner(new Runner.Ground(site, store), state, subscribers, pulse -> {});
    }

    RunRequest request(ScriptedSite site, Drill drill) throws InterruptedException {
        Plan plan = new Planner(site)
                .plan(drill, Look.around(store, site.members(), System.nanoTime(), Duration.ofSeconds(1)));
        return new RunRequest(drill, "title: x\n", plan, "muster run leader-kill", "test");
    }

    /** Runs a drill and judges it. */
    Judged run(ScriptedSite site, Drill drill) throws IOException, InterruptedException {
        return judge(drill, runner(site, List.of()).run(request(site, drill)));
    }

    Judged judge(Drill drill, RunFolder folder) throws IOException {
        Evidence evidence = folder.evidence();
        return new Judged(folder, evidence, Reporter.report(drill, evidence).findings());
    }

    /** What a run left and what it means. */
    record Judged(RunFolder folder, Evidence evidence, Findings findings) {

        Findings.Judged by(String check) {
            return findings.verdicts().stream()
                    .filter(verdict -> verdict.check().equals(check))
                    .findFirst()
                    .orElseThrow();
        }

        List<String> events() {
            return evidence.journal().stream()
                    .map(entry -> entry.event().getClass().getSimpleName())
                    .toList();
        }
    }

    static Drill leaderKill() {
        return leaderKill(USUAL);
    }

    static Drill leaderKill(Workload workload) {
        return leaderKill(workload, HELD);
    }

    static Drill leaderKill(Workload workload, Duration held) {
        return drill(
                workload,
                List.of(
                        new Step.Steady(STEADY),
                        new Step.Inject(new Fault.Kill(), new Target.Leader(), held, List.of()),
                        new Step.AwaitRedundancy(Duration.ofSeconds(2)),
                        new Step.Steady(STEADY)));
    }

    static Drill drill(Workload workload, List<Step> timeline) {
        List<Check> expect =
                List.of(new WriteGap(new Limit.Predicted()), new LostWrites(0), new Linearizable(), new Elections(2));
        return new Drill(
                "leader-kill",
                "The leader dies",
                "One election.",
                List.of("quorum"),
                "fake",
                workload,
                timeline,
                expect,
                new Runbook("s", "f", "d", "v"));
    }
}
