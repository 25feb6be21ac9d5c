package muster.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import muster.engine.cluster.Beside;
import muster.engine.cluster.FakeStore;
import muster.engine.cluster.Shell;
import muster.engine.cluster.Surroundings;
import muster.engine.drill.Drill;
import muster.engine.fault.ScriptedSite;
import muster.engine.history.ClusterException;
import muster.engine.history.Timers;
import muster.engine.report.Findings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stores on the nodes of the one that is broken: each is watched by itself, by the same clock, and judged. */
class BystanderTest {

    private static final Timers TIMERS = new Timers(Duration.ofMillis(100), Duration.ofMillis(1_000));

    @TempDir
    Path folder;

    private final FakeStore beside = new FakeStore("etcd", 3);
    private final AtomicBoolean ready = new AtomicBoolean(true);

    @Test
    void whatSharesTheNodeIsMeasuredByItselfAndOnOneTimeline() throws Exception {
        Rehearsal rehearsal = new Rehearsal(folder);
        Rehearsal.Judged run = run(rehearsal, script -> {
            if (script.startsWith("inject")) {
                beside.kill("m1");
                beside.lead(null);
                beside.shut(FakeStore.WhileShut.HANGS);
                ready.set(false);
                CompletableFuture.delayedExecutor(600, TimeUnit.MILLISECONDS).execute(() -> {
                    beside.lead("m3");
                    beside.open();
                });
            } else if (script.startsWith("heal")) {
                beside.start("m1");
            }
            return rehearsal.obey(script);
        });

        Findings.Beside etcd = only(run.findings().beside());
        assertThat(etcd.writes().mostNanos()).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(550));
        assertThat(etcd.shares()).isEqualTo("m1, which was the leader");
        assertThat(etcd.accounts().lost()).isZero();
        assertThat(etcd.accounts().acknowledged()).isPositive();
        assertThat(etcd.each()).extracting(Findings.Gap::of).containsExactly("m1", "m2", "m3");
        assertThat(etcd.elections().reigns().getLast().leader()).isEqualTo("m3");
        assertThat(run.by("lost-writes-beside").verdict()).isEqualTo("holds");
        assertThat(run.findings().story())
                .isSortedAccordingTo((one, other) ->
                        Long.compare(one.at().toNanos(), other.at().toNanos()))
                .extracting(moment -> "%s: %s".formatted(moment.of(), moment.text()))
                .contains("node n1: NotReady, was Ready", "etcd: a write is acknowledged again")
                .anyMatch(line -> line.startsWith("etcd: first seen: m3 leads in term"));
        assertThat(rehearsal.state().workloads()).isEmptyDirectory();
        assertThat(run.evidence().ops()).as("the run's own calls are its own").hasSizeGreaterThan(50);
    }

    @Test
    void aWriteThatAStoreBesideForgetsIsBroken() throws Exception {
        beside.forget(op -> op == 5);
        Rehearsal rehearsal = new Rehearsal(folder);

        Rehearsal.Judged run = run(rehearsal, rehearsal::obey);

        assertThat(run.by("lost-writes-beside").verdict()).isEqualTo("broken");
        assertThat(run.by("lost-writes-beside").witness()).anyMatch(line -> line.startsWith("etcd: write 5 "));
        assertThat(run.findings().accounts().lost()).isZero();
        assertThat(run.findings().exit()).isEqualTo(1);
    }

    @Test
    void nothingIsBrokenWhereAStoreBesideIsNotWhole() throws Exception {
        beside.kill("m2");
        Rehearsal rehearsal = new Rehearsal(folder);
        ScriptedSite site = new ScriptedSite(3, rehearsal::obey);

        assertThatThrownBy(() -> run(rehearsal, site))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("etcd, which is to be watched beside");
        assertThat(site.asked()).isEmpty();
    }

    private Rehearsal.Judged run(Rehearsal rehearsal, Function<String, Shell.Result> scripts) throws Exception {
        return run(rehearsal, new ScriptedSite(3, scripts));
    }

    private Rehearsal.Judged run(Rehearsal rehearsal, ScriptedSite site) throws Exception {
        Drill usual = Rehearsal.leaderKill();
        Drill drill = new Drill(
                usual.name(),
                usual.title(),
                usual.believes(),
                usual.teaches(),
                usual.store(),
                usual.workload(),
                usual.timeline(),
                usual.expect(),
                usual.runbook(),
                List.of("etcd"));
        Surroundings nodes = deadline -> {
            Map<String, String> seen = new LinkedHashMap<>();
            seen.put("node n1", ready.get() ? "Ready" : "NotReady");
            return seen;
        };
        Runner.Ground ground =
                new Runner.Ground(site, rehearsal.store, List.of(new Beside(beside, beside.members(), TIMERS)), nodes);
        Runner runner = new Runner(ground, rehearsal.state(), List.of(), pulse -> {});
        return rehearsal.judge(drill, runner.run(rehearsal.request(site, drill)));
    }

    private static Findings.Beside only(List<Findings.Beside> all) {
        assertThat(all).hasSize(1);
        return all.getFirst();
    }
}
