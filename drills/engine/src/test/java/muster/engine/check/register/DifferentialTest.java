package muster.engine.check.register;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import muster.engine.history.Op;
import muster.engine.history.Outcome;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The zones against a search of every order, on small random histories. More of them: {@code -Dmuster.histories=10000000}; the same
 * again: {@code -Dmuster.seed=…}.
 */
class DifferentialTest {

    private static final long HISTORIES = Long.getLong("muster.histories", 300_000);
    private static final long SEED = Long.getLong("muster.seed", System.nanoTime());

    @Test
    void zonesAgreeWithEveryOrderTried() {
        System.out.printf("register check: %d histories, seed %d%n", HISTORIES, SEED);
        long linearizable = 0;
        for (long i = 0; i < HISTORIES; i++) {
            List<Op> history = history(new SplittableRandom(SEED + i));
            boolean expected = Exhaustive.linearizable(history);
            Decision decision = Registers.decide(history);
            assertThat(decision instanceof Decision.Linearizable)
                    .as("seed %d: %s: %s", SEED + i, decision, history)
                    .isEqualTo(expected);
            if (decision instanceof Decision.Violated violated) {
                assertThat(violated.witness())
                        .as("seed %d: %s", SEED + i, history)
                        .hasSizeBetween(1, 4);
            }
            linearizable += expected ? 1 : 0;
        }
        assertThat(linearizable).as("both verdicts must be common").isBetween(HISTORIES / 10, HISTORIES * 9 / 10);
    }

    private static List<Op> history(SplittableRandom random) {
        Calls calls = new Calls();
        int size = random.nextInt(2, 8);
        List<@Nullable String> values = new ArrayList<>();
        values.add(null);
        for (int i = 0; i < size; i++) {
            values.add("v" + i);
        }
        int known = random.nextInt(2, 5);
        for (int i = 0; i < size; i++) {
            long from = random.nextInt(12);
            long to = from + random.nextInt(6);
            @Nullable String some = values.get(random.nextInt(Math.min(values.size(), known + 1)));
            @Nullable String expected = values.get(random.nextInt(Math.min(values.size(), known)));
            add(calls, random.nextInt(20), "v" + i, some, expected, from, to);
        }
        return calls.list();
    }

    private static void add(
            Calls calls, int dice, String value, @Nullable String seen, @Nullable String expected, long from, long to) {
        switch (dice) {
            case 0, 1, 2, 3, 4 -> calls.write(value, from, to);
            case 5, 6 -> calls.writeUnknown(value, from);
            case 7 -> calls.writeRefused(value, from, to);
            case 8, 9, 10 -> calls.swap(expected, value, from, to);
            case 11, 12 -> calls.swapUnknown(expected, value, from);
            case 13 -> calls.swapFailed(expected, value, seen, from, to);
            case 14 -> calls.late(value, from, from, to);
            case 15 -> calls.readUnknown(from);
            case 16 -> calls.add(Op.Kind.LOCAL_READ, null, null, from, to, new Outcome.Acked("anything", Calls.STAMP));
            default -> calls.read(seen, from, to);
        }
    }
}
