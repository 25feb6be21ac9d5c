package muster.engine.check.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import muster.engine.check.Told;
import muster.engine.history.Op;
import muster.engine.history.Outcome;
import org.junit.jupiter.api.Test;

/** Each guarantee with a history that breaks it alone, and with one that comes as near as it may. */
class SessionsTest {

    private static Kept kept(Told told, Guarantee guarantee) {
        return Sessions.decide(told.list()).orElseThrow().stream()
                .filter(kept -> kept.guarantee() == guarantee)
                .findFirst()
                .orElseThrow();
    }

    private static Set<Guarantee> broken(Told told) {
        return Sessions.decide(told.list()).orElseThrow().stream()
                .filter(kept -> kept.broken() > 0)
                .map(Kept::guarantee)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Guarantee.class)));
    }

    private static void breaks(Told told, Guarantee guarantee, String sentence, long... witness) {
        assertThat(broken(told)).containsExactly(guarantee);
        Kept.Breach breach = Objects.requireNonNull(kept(told, guarantee).first());
        assertThat(breach.sentence()).isEqualTo(sentence);
        assertThat(breach.witness())
                .extracting(Op::id)
                .containsExactly(Arrays.stream(witness).boxed().toArray(Long[]::new));
    }

    @Test
    void aLaggingStandbyHidesAClientsOwnWrite() {
        breaks(
                new Told().write(1, "k", "a", 0).write(2, "k", "b", 10).read(2, "k", "a", "p2", 20),
                Guarantee.READ_YOUR_WRITES,
                "Client 2 read a of k from p2 9.0 ms after its own write of b was acknowledged, which is newer.",
                0,
                1,
                2);
        breaks(
                new Told().write(2, "k", "b", 10).read(2, "k", null, "p2", 20),
                Guarantee.READ_YOUR_WRITES,
                "Client 2 read nothing of k from p2 9.0 ms after its own write of b was acknowledged, which is newer.",
                0,
                1);
    }

    @Test
    void anothersWriteAndOneThatWasNotAnsweredAskNothing() {
        assertThat(broken(new Told().write(1, "k", "b", 10).read(2, "k", null, "p2", 20)))
                .isEmpty();
        assertThat(broken(new Told()
                        .add(2, Op.Kind.WRITE, "k", "b", "p1", 10, 11, new Outcome.Unknown("no answer"))
                        .read(2, "k", null, "p2", 20)))
                .isEmpty();
    }

    @Test
    void aReadThatWasSentBeforeTheWriteReturnedMayMissIt() {
        Told told = new Told().add(2, Op.Kind.WRITE, "k", "b", "p1", 10, 30, Told.acked("b", "p1"));
        assertThat(broken(told.read(2, "k", null, "p2", 20))).isEmpty();
        assertThat(kept(told, Guarantee.READ_YOUR_WRITES).judged()).isZero();
    }

    @Test
    void writesSideBySideAreNotHeldAgainstARead() {
        Told told = new Told()
                .add(1, Op.Kind.WRITE, "k", "a", "p1", 0, 20, Told.acked("a", "p1"))
                .write(2, "k", "b", 10)
                .read(2, "k", "a", "p2", 30);
        assertThat(broken(told)).isEmpty();
        assertThat(kept(told, Guarantee.READ_YOUR_WRITES).judged()).isOne();
    }

    @Test
    void aClientThatGoesFromThePrimaryToAStandbyGoesBackInTime() {
        breaks(
                new Told()
                        .write(1, "k", "a", 0)
                        .write(1, "k", "b", 10)
                        .read(2, "k", "b", 20)
                        .read(2, "k", "a", "p2", 25),
                Guarantee.MONOTONIC_READS,
                "Client 2 read a of k from p2 4.0 ms after it had read b from p1, which is newer.",
                0,
                1,
                2,
                3);
    }

    @Test
    void aServerThatShowsTheSecondWriteOwesTheFirst() {
        breaks(
                new Told()
                        .write(1, "x", "a", 0)
                        .write(1, "y", "b", 10)
                        .read(2, "y", "b", "p2", 20)
                        .read(3, "x", null, "p2", 25),
                Guarantee.MONOTONIC_WRITES,
                "Client 1 wrote a of x before it wrote b; p2 showed b to client 2, and 4.0 ms later nothing of x to"
                        + " client 3, which is older.",
                0,
                1,
                2,
                3);
    }

    @Test
    void aServerThatShowsAWriteOwesWhatItsWriterHadRead() {
        breaks(
                new Told()
                        .write(1, "x", "a", 0)
                        .read(4, "x", "a", 5)
                        .write(4, "y", "b", 10)
                        .read(2, "y", "b", "p2", 20)
                        .read(3, "x", null, "p2", 25),
                Guarantee.WRITES_FOLLOW_READS,
                "Client 4 read a of x before it wrote b; p2 showed b to client 2, and 4.0 ms later nothing of x to"
                        + " client 3, which is older.",
                1,
                2,
                3,
                4);
    }

    @Test
    void anotherServerOwesNothing() {
        assertThat(broken(new Told()
                        .write(1, "x", "a", 0)
                        .write(1, "y", "b", 10)
                        .read(2, "y", "b", "p2", 20)
                        .read(3, "x", null, "p3", 25)))
                .isEmpty();
    }

    @Test
    void aValueThatWasWrittenTwiceIsNotJudged() {
        assertThat(Sessions.decide(
                        new Told().write(1, "x", "a", 0).write(1, "x", "a", 10).list()))
                .isEmpty();
    }
}
