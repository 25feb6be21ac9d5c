package muster.engine.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import muster.engine.check.session.Guarantee;
import muster.engine.history.Evidence;
import muster.engine.history.EvidenceBuilder;
import muster.engine.history.Op;
import muster.engine.history.Outcome;
import org.junit.jupiter.api.Test;

/** The checks of replicas, elements and accounts, each with evidence on which it must hold, be broken and be undecided. */
class ReplicaChecksTest {

    private static EvidenceBuilder of(Told told) {
        EvidenceBuilder builder = EvidenceBuilder.members(3);
        told.list().forEach(builder::op);
        return builder;
    }

    private static Evidence ended(Told told) {
        return of(told).ended(10_000).build();
    }

    private static void holds(Check check, Evidence evidence, String measured) {
        Verdict verdict = check.judge(evidence);
        assertThat(verdict).isInstanceOf(Verdict.Holds.class);
        assertThat(verdict.measured()).isEqualTo(measured);
    }

    private static void broken(Check check, Evidence evidence, String why) {
        Verdict verdict = check.judge(evidence);
        assertThat(verdict).isInstanceOf(Verdict.Broken.class);
        assertThat(verdict.why()).isEqualTo(why);
        assertThat(((Verdict.Broken) verdict).witness()).isNotEmpty();
    }

    private static void undecided(Check check, Evidence evidence, String why) {
        Verdict verdict = check.judge(evidence);
        assertThat(verdict).isInstanceOf(Verdict.Undecided.class);
        assertThat(verdict.why()).contains(why);
    }

    /** Client 1 writes x and y again and again; p2 shows both at once, and client 2 reads and writes beside it. */
    private static Told faithful() {
        Told told = new Told();
        for (int i = 0; i < 12; i++) {
            told.write(1, "x", "x" + i, i * 100L)
                    .write(1, "y", "y" + i, i * 100L + 10)
                    .read(1, "x", "x" + i, "p2", i * 100L + 20)
                    .read(2, "y", "y" + i, "p2", i * 100L + 30)
                    .write(2, "z", "z" + i, i * 100L + 40)
                    .read(1, "z", "z" + i, "p2", i * 100L + 50)
                    .read(1, "y", "y" + i, "p2", i * 100L + 60);
        }
        return told;
    }

    @Test
    void sessionsThatAreShownWhatTheyKnowHold() {
        holds(new SessionGuarantees(), ended(faithful()), "0 of 44 reads");
        assertThat(new SessionGuarantees().counts(ended(faithful())))
                .map(counts -> counts.rows().getFirst())
                .contains(Counts.row("read-your-writes", "24", "0", "–"));
    }

    @Test
    void aSessionThatIsShownLessIsBroken() {
        Told told = faithful().read(1, "x", "x3", "p3", 5_000);
        broken(
                new SessionGuarantees(),
                ended(told),
                "read-your-writes: Client 1 read x3 of x from p3 3899.0 ms after its own write of x11 was acknowledged,"
                        + " which is newer.");
        broken(
                new BrokenGuarantees(Set.of(Guarantee.MONOTONIC_READS)),
                ended(told),
                "read-your-writes: Client 1 read x3 of x from p3 3899.0 ms after its own write of x11 was acknowledged,"
                        + " which is newer.");
        holds(
                new BrokenGuarantees(Set.of(Guarantee.MONOTONIC_READS, Guarantee.READ_YOUR_WRITES)),
                ended(told),
                "read-your-writes 1 of 25 reads, monotonic-reads 1 of 45 reads");
    }

    @Test
    void aGuaranteeThatShouldBreakAndDoesNotIsTold() {
        broken(
                new BrokenGuarantees(Set.of(Guarantee.READ_YOUR_WRITES)),
                ended(faithful()),
                "read-your-writes was broken by none of 24 reads.");
    }

    @Test
    void sessionsAreUndecidedWithoutReadsOfReplicas() {
        undecided(new SessionGuarantees(), ended(new Told().write(1, "x", "a", 0)), "Only 0 local reads were answered");
        Told told = new Told();
        for (int i = 0; i < 12; i++) {
            told.read(1, "x", null, "p2", i * 10L);
        }
        undecided(new SessionGuarantees(), ended(told), "No read was made that could have broken read-your-writes");
        undecided(new SessionGuarantees(), ended(faithful().write(1, "x", "x0", 9_000)), "A value was written twice");
    }

    private static Told lagging() {
        Told told = new Told().write(1, "x", "a", 0).write(1, "x", "b", 100);
        for (int i = 0; i < 10; i++) {
            told.read(2, "x", "a", "p2", 110 + i * 10L);
        }
        return told;
    }

    @Test
    void stalenessIsBoundedOrNot() {
        holds(new StalenessBound(Duration.ofMillis(99)), ended(lagging()), "10 of 10 stale, p99 99 ms, at most 99 ms");
        broken(
                new StalenessBound(Duration.ofMillis(98)),
                ended(lagging()),
                "Client 2 read a of x at p2, which b of client 1 had overwritten 99 ms before.");
        assertThat(new StalenessBound(Duration.ZERO).counts(ended(lagging())))
                .map(Counts::rows)
                .hasValueSatisfying(
                        rows -> assertThat(rows).containsExactly(Counts.row("p2", "10", "10", "99 ms", "99 ms")));
    }

    @Test
    void stalenessIsUndecidedWithoutTraffic() {
        undecided(
                new StalenessBound(Duration.ofSeconds(1)),
                ended(new Told().write(1, "x", "a", 0).read(1, "x", "a", "p2", 5)),
                "Only 1 local read was answered");
        Told told = new Told();
        for (int i = 0; i < 12; i++) {
            told.read(1, "x", null, "p2", i * 10L);
        }
        undecided(new StalenessBound(Duration.ofSeconds(1)), ended(told), "No write was acknowledged");
    }

    private static Told bank(String last) {
        Told told = new Told().transfer("a0>a1:5", 0);
        for (int i = 0; i < 10; i++) {
            told.snapshot("a0=-5 a1=5", 10 + i * 10L);
        }
        return told.transfer("a1>a2:13", 200).snapshot(last, 300);
    }

    @Test
    void aBankKeepsItsSum() {
        holds(new Bank(), ended(bank("a0=-5 a1=-8 a2=13")), "0 of 11 snapshots wrong");
        broken(
                new Bank(),
                ended(bank("a0=-5 a1=-8")),
                "All accounts together held -13 in the snapshot of client 1 from p2 at 0.300 s; transfer 11 of client 0"
                        + " (a1>a2:13, acknowledged) was taken and never given.");
        broken(
                new Bank(),
                ended(bank("a0=-5 a1=5 a2=13")),
                "All accounts together held 13 in the snapshot of client 1 from p2 at 0.300 s; transfer 11 of client 0"
                        + " (a1>a2:13, acknowledged) was given and never taken.");
        broken(
                new Bank(),
                ended(bank("a0=2")),
                "All accounts together held 2 in the snapshot of client 1 from p2 at 0.300 s; no single transfer"
                        + " explains it.");
        assertThat(new Bank().counts(ended(bank("a0=2"))))
                .map(Counts::rows)
                .hasValueSatisfying(rows -> assertThat(rows).containsExactly(Counts.row("p2", "11", "1")));
    }

    @Test
    void aBankIsUndecidedWithoutTraffic() {
        undecided(new Bank(), ended(new Told().transfer("a0>a1:5", 0)), "Only 0 snapshots were answered");
        undecided(new Bank(), ended(bank("a0:7")), "Call 12 was answered with no list of balances");
        Told told = new Told();
        for (int i = 0; i < 10; i++) {
            told.snapshot(null, i * 10L);
        }
        undecided(new Bank(), ended(told), "No transfer was acknowledged");
    }

    private static Told elements() {
        Told told = new Told().insert(1, "e0", "v0", 0).insert(1, "e1", "v1", 5);
        told.add(1, Op.Kind.INSERT, "e2", "v2", "p1", 8, 9, new Outcome.Unknown("no answer"));
        for (int i = 0; i < 10; i++) {
            told.read(2, "e0", "v0", 10 + i * 10L);
        }
        return told;
    }

    @Test
    void elementsStayOrDoNot() {
        Evidence whole = of(elements()).readBack(500, 0, 1, 2).ended(600).build();
        holds(new ElementsStay(), whole, "2 elements, 0 lost, 0 vanished, 0 duplicated");
        assertThat(new ElementsStay().counts(whole).map(Counts::rows).orElseThrow())
                .contains(Counts.row("recovered: never answered, and there", "1"));
        broken(
                new ElementsStay(),
                of(elements()).readBack(500, 0).ended(600).build(),
                "1 element was lost after recovery.");
        broken(
                new ElementsStay(),
                of(elements().read(3, "e0", null, 200))
                        .readBack(500, 0, 1)
                        .ended(600)
                        .build(),
                "1 element was missed by a read once known.");
        broken(
                new ElementsStay(),
                of(elements().read(3, "e1", null, 200))
                        .readBack(500, 0)
                        .ended(600)
                        .build(),
                "1 element was lost after recovery, 1 element was missed by a read once known, 1 element was never"
                        + " visible.");
        broken(
                new ElementsStay(),
                of(elements()).found(1, 2).readBack(500, 0).ended(600).build(),
                "1 element was there more than once.");
    }

    @Test
    void elementsAreUndecidedWithoutAReadBackOrReads() {
        undecided(new ElementsStay(), ended(elements()), "not read back");
        undecided(new ElementsStay(), ended(new Told().write(1, "x", "a", 0)), "No element was acknowledged");
        undecided(
                new ElementsStay(),
                of(new Told().insert(1, "e0", "v0", 0))
                        .readBack(50, 0)
                        .ended(60)
                        .build(),
                "Only 0 reads asked");
    }

    @Test
    void aCheckThatOneLineHoldsCountsNothingMore() {
        assertThat(new LostWrites(0).counts(ended(elements()))).isEqualTo(Optional.empty());
    }
}
