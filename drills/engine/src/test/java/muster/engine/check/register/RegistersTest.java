package muster.engine.check.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.util.ArrayList;
import java.util.List;
import muster.engine.history.Op;
import muster.engine.history.Outcome;
import org.junit.jupiter.api.Test;

class RegistersTest {

    private static final long MILLI = 1_000_000;

    @Test
    void anEmptyHistoryIsLinearizableAndSaysThatNothingWasJudged() {
        assertThat(Registers.decide(List.of())).isEqualTo(new Decision.Linearizable(0, 0));
    }

    @Test
    void aReadOfTheLatestValueHolds() {
        holds(new Calls().read(null, 0, 1).write("a", 2, 3).read("a", 4, 5));
    }

    @Test
    void aReadMayReturnEitherValueWhileAWriteIsUnderWay() {
        holds(new Calls().write("a", 0, 1).write("b", 2, 9).read("a", 3, 4).read("b", 5, 6));
        holds(new Calls().write("a", 0, 1).write("b", 2, 9).read("b", 3, 4));
    }

    @Test
    void oncePastAValueNoReadGoesBack() {
        broken(new Calls().write("a", 0, 1).write("b", 2, 9).read("b", 3, 4).read("a", 5, 6), "read by client 3 of a");
    }

    @Test
    void aStaleReadSaysByHowMuch() {
        Calls calls = new Calls()
                .write("v17", 0, MILLI)
                .write("v18", 2 * MILLI, 3 * MILLI)
                .read("v17", 315 * MILLI, 316 * MILLI);
        broken(calls, "A read by client 2 of v17 began 312.0 ms after v18 was acknowledged");
    }

    @Test
    void theInitialValueIsGoneAfterAWrite() {
        broken(new Calls().write("a", 0, 1).read(null, 2, 3), "of nothing began");
    }

    @Test
    void aReadOfAValueThatNobodyWroteIsBroken() {
        broken(new Calls().read("a", 0, 1), "which nobody wrote");
    }

    @Test
    void aReadThatEndsBeforeItsWriteBeganIsBroken() {
        broken(new Calls().read("a", 0, 1).write("a", 2, 3), "before");
    }

    @Test
    void aReadOfARefusedWriteIsBroken() {
        broken(new Calls().writeRefused("a", 0, 1).read("a", 2, 3), "had been refused");
    }

    @Test
    void anUnknownWriteMayTakeEffectLaterOrNever() {
        holds(new Calls()
                .write("a", 0, 1)
                .writeUnknown("b", 2)
                .read("a", 50, 51)
                .read("b", 60, 61));
        holds(new Calls().write("a", 0, 1).writeUnknown("b", 2).read("a", 50, 51));
    }

    @Test
    void anUnknownWriteTakesEffectOnlyOnce() {
        broken(
                new Calls()
                        .write("a", 0, 1)
                        .writeUnknown("b", 2)
                        .read("b", 10, 11)
                        .write("c", 12, 13)
                        .read("b", 14, 15),
                "of b began");
    }

    @Test
    void aLateAcknowledgementEndsTheInterval() {
        broken(new Calls().late("a", 0, 1, 5).read(null, 6, 7), "of nothing began");
        holds(new Calls().late("a", 0, 1, 5).read(null, 4, 7));
    }

    @Test
    void compareAndSetsChain() {
        holds(new Calls()
                .write("a", 0, 1)
                .swap("a", "b", 2, 3)
                .swap("b", "c", 4, 5)
                .read("c", 6, 7));
        broken(
                new Calls()
                        .write("a", 0, 1)
                        .swap("a", "b", 2, 3)
                        .swap("b", "c", 4, 5)
                        .read("b", 6, 7),
                "stood later");
    }

    @Test
    void twoReplacementsOfOneValueAreALostUpdate() {
        broken(new Calls().write("a", 0, 1).swap("a", "b", 2, 5).swap("a", "c", 3, 6), "one update is lost");
    }

    @Test
    void replacementsInACircleAreBroken() {
        broken(new Calls().swap("b", "a", 0, 9).swap("a", "b", 0, 9), "in a circle");
    }

    @Test
    void anUnknownReplacementThatWasSeenProvesWhatItReplaced() {
        holds(new Calls().writeUnknown("a", 0).swapUnknown("a", "b", 1).read("b", 5, 6));
        broken(new Calls().swapUnknown("a", "b", 1).read("b", 5, 6), "nobody wrote");
    }

    @Test
    void aFailedComparisonIsARead() {
        holds(new Calls().write("a", 0, 1).swapFailed("x", "b", "a", 2, 3));
        broken(new Calls().write("a", 0, 1).write("c", 2, 3).swapFailed("x", "b", "a", 4, 5), "of a began");
        broken(new Calls().write("a", 0, 1).swapFailed("a", "b", "a", 2, 3), "the value that it expected");
    }

    @Test
    void localReadsAreNoPartOfIt() {
        holds(new Calls()
                .write("a", 0, 1)
                .write("b", 2, 3)
                .add(Op.Kind.LOCAL_READ, null, null, 4, 5, new Outcome.Acked("a", Calls.STAMP)));
    }

    @Test
    void aValueWrittenTwiceIsUnfit() {
        assertThat(Registers.decide(
                        new Calls().write("a", 0, 1).write("a", 2, 3).list()))
                .asInstanceOf(type(Decision.Unfit.class))
                .extracting(Decision.Unfit::why)
                .isEqualTo("the value a was written twice to k");
    }

    @Test
    void overlappingCallsOfOneProcessAreUnfit() {
        List<Op> ops =
                new ArrayList<>(new Calls().write("a", 0, 5).write("b", 3, 8).list());
        Op second = ops.get(1);
        ops.set(1, new Op(1, 1, 0, second.kind(), "k", "b", null, "m1", 3, 3, 8, second.outcome(), null));
        assertThat(Registers.decide(ops))
                .isEqualTo(new Decision.Unfit("process 0 sent call 1 while call 0 was under way"));
    }

    @Test
    void aCallThatReturnsBeforeItWasSentIsUnfit() {
        assertThat(Registers.decide(new Calls().write("a", 5, 3).list()))
                .isEqualTo(new Decision.Unfit("call 0 returned before it was sent"));
    }

    @Test
    void registersAreJudgedApart() {
        List<Op> ops = new ArrayList<>(new Calls().write("a", 0, 1).list());
        Op read = new Calls().read(null, 2, 3).list().getFirst();
        ops.add(new Op(1, 1, 9, read.kind(), "other", null, null, "m1", 2, 2, 3, read.outcome(), null));
        assertThat(Registers.decide(ops)).isEqualTo(new Decision.Linearizable(2, 2));
    }

    @Test
    void staleLocalReadsAreMeasured() {
        List<Op> ops = new Calls()
                .write("a", 0, 1)
                .write("b", 2, 3)
                .add(Op.Kind.LOCAL_READ, null, null, 4, 5, new Outcome.Acked("b", Calls.STAMP))
                .add(Op.Kind.LOCAL_READ, null, null, 13, 14, new Outcome.Acked("a", Calls.STAMP))
                .list();
        assertThat(Staleness.of(ops, Op.Kind.LOCAL_READ)).isEqualTo(new Staleness(2, 1, 10, 10));
    }

    private static void holds(Calls calls) {
        assertThat(Registers.decide(calls.list())).isInstanceOf(Decision.Linearizable.class);
    }

    private static void broken(Calls calls, String words) {
        assertThat(Registers.decide(calls.list()))
                .asInstanceOf(type(Decision.Violated.class))
                .satisfies(violated -> {
                    assertThat(violated.sentence()).contains(words);
                    assertThat(violated.witness()).hasSizeBetween(1, 4);
                });
    }
}
