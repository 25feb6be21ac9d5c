package muster.engine.check.register;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import muster.engine.history.Op;
import muster.engine.history.Outcome;
import muster.engine.history.Stamp;
import org.jspecify.annotations.Nullable;

/**
 * Prints how long the register check takes on a million calls of 200 clients on 16 registers, two in a hundred unknown. A benchmark, not
 * a test.
 */
final class ZonesThroughput {

    private static final int CALLS = 1_000_000;
    private static final int REGISTERS = 16;

    private ZonesThroughput() {}

    public static void main(String[] arguments) {
        List<Op> history = history(new SplittableRandom(1));
        for (int round = 1; round <= 10; round++) {
            long begin = System.nanoTime();
            Decision decision = Registers.decide(history);
            System.out.printf("round %d: %.0f ms, %s%n", round, (System.nanoTime() - begin) / 1e6, decision);
        }
    }

    /** Each call takes effect in the middle of its interval. */
    private static List<Op> history(SplittableRandom random) {
        @Nullable String[] standing = new @Nullable String[REGISTERS];
        List<Op> ops = new ArrayList<>(CALLS);
        for (int id = 0; id < CALLS; id++) {
            int register = random.nextInt(REGISTERS);
            long effect = id * 1_000L;
            long half = random.nextLong(1, 190) * 500;
            int dice = random.nextInt(100);
            boolean reads = dice < 50;
            boolean swaps = dice < 60 && standing[register] != null;
            boolean unknown = dice >= 98;
            Op.Kind kind = reads ? Op.Kind.READ : swaps ? Op.Kind.COMPARE_AND_SET : Op.Kind.WRITE;
            @Nullable String argument = reads ? null : "v" + id;
            @Nullable String expected = kind == Op.Kind.COMPARE_AND_SET ? standing[register] : null;
            if (!reads && (!unknown || random.nextBoolean())) {
                standing[register] = argument;
            }
            Outcome outcome = unknown
                    ? new Outcome.Unknown("no answer")
                    : new Outcome.Acked(standing[register], new Stamp("m1", 1, id));
            ops.add(new Op(
                    id,
                    id % 200,
                    id,
                    kind,
                    "k" + register,
                    argument,
                    expected,
                    "m1",
                    effect - half,
                    effect - half,
                    effect + half,
                    outcome,
                    null));
        }
        return ops;
    }
}
