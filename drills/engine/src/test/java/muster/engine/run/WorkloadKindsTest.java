package muster.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import muster.engine.check.Bank;
import muster.engine.check.Check;
import muster.engine.check.ElementsStay;
import muster.engine.check.LostWrites;
import muster.engine.check.SessionGuarantees;
import muster.engine.check.StalenessBound;
import muster.engine.drill.Drill;
import muster.engine.drill.Runbook;
import muster.engine.drill.Step;
import muster.engine.drill.Workload;
import muster.engine.fault.ScriptedSite;
import muster.engine.history.Op;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs under each kind of workload, with a store that behaves and with one that does not. */
class WorkloadKindsTest {

    private static final Duration DEADLINE = Duration.ofMillis(500);

    @TempDir
    Path folder;

    private static Drill drill(Workload.Kind kind, List<Check> expect) {
        return new Drill(
                "quiet",
                "Nothing happens",
                "All is well.",
                List.of("quorum"),
                "fake",
                new Workload(kind, 6, 300, 4, 30, 30, 0, DEADLINE),
                List.of(new Step.Steady(Duration.ofMillis(1_500))),
                expect,
                new Runbook("s", "f", "d", "v"));
    }

    private Rehearsal.Judged run(Rehearsal rehearsal, Drill drill) throws Exception {
        return rehearsal.run(new ScriptedSite(3, rehearsal::obey), drill);
    }

    @Test
    void clientsReadTheirOwnMembersBesideTheStoresOrder() throws Exception {
        Rehearsal rehearsal = new Rehearsal(folder);

        Rehearsal.Judged run = run(
                rehearsal,
                drill(
                        Workload.Kind.REGISTER,
                        List.of(new SessionGuarantees(), new StalenessBound(Duration.ofMillis(100)))));

        assertThat(run.by("session-guarantees").verdict())
                .as(run.by("session-guarantees").why())
                .isEqualTo("holds");
        assertThat(run.by("staleness").verdict()).isEqualTo("holds");
        assertThat(run.evidence().ops())
                .as("clients that write read locally as well")
                .anyMatch(op -> op.kind() == Op.Kind.LOCAL_READ && op.client() < 6)
                .anyMatch(op -> op.kind() == Op.Kind.WRITE);
    }

    @Test
    void aStoreThatAnswersFromThePastBreaksSessions() throws Exception {
        Rehearsal rehearsal = new Rehearsal(folder);
        rehearsal.store.answerStale(op -> op % 3 == 0);

        Rehearsal.Judged run = run(
                rehearsal,
                drill(
                        Workload.Kind.REGISTER,
                        List.of(new SessionGuarantees(), new StalenessBound(Duration.ofMillis(1)))));

        assertThat(run.by("session-guarantees").verdict()).isEqualTo("broken");
        assertThat(run.by("session-guarantees").witness()).hasSizeBetween(2, 4);
        assertThat(run.by("session-guarantees").counts()).isNotNull();
        assertThat(run.by("staleness").verdict()).isEqualTo("broken");
    }

    @Test
    void elementsAreAccountedFor() throws Exception {
        Rehearsal rehearsal = new Rehearsal(folder);
        Drill drill = drill(Workload.Kind.INSERT, List.of(new ElementsStay(), new LostWrites(0)));
        assertThat(run(rehearsal, drill).findings().exit()).isZero();

        AtomicLong forgotten = new AtomicLong(-1);
        Rehearsal liar = new Rehearsal(folder.resolve("again"));
        liar.store.forget(op -> op > 100 && forgotten.compareAndSet(-1, op));
        Rehearsal.Judged run = run(liar, drill);
        assertThat(run.by("elements-stay").verdict()).isEqualTo("broken");
        assertThat(String.join("\n", run.by("elements-stay").witness())).contains("e%d".formatted(forgotten.get()));
        assertThat(run.findings().accounts().missing())
                .singleElement()
                .satisfies(missing -> assertThat(missing.op()).isEqualTo(forgotten.get()));
    }

    @Test
    void theBankKeepsItsSumUntilATransferIsHalved() throws Exception {
        Drill drill = drill(Workload.Kind.BANK, List.of(new Bank(), new LostWrites(0)));
        assertThat(run(new Rehearsal(folder), drill).findings().exit()).isZero();

        AtomicLong halved = new AtomicLong(-1);
        Rehearsal liar = new Rehearsal(folder.resolve("again"));
        liar.store.halve(op -> op > 100 && halved.compareAndSet(-1, op));
        Rehearsal.Judged run = run(liar, drill);
        assertThat(run.by("bank").verdict()).isEqualTo("broken");
        assertThat(run.by("bank").why()).contains("transfer %d of client".formatted(halved.get()));
        assertThat(run.by("lost-writes").verdict()).isEqualTo("holds");
    }
}
