package muster.engine.fault;

import java.time.Duration;
import java.util.function.LongSupplier;
import muster.engine.cluster.Shell;
import muster.engine.history.ClusterException;
import muster.engine.history.Span;

/**
 * What came of asking a node until it says yes.
 *
 * @param holds true if it did within the limit
 * @param taken when the last answer was taken
 * @param evidence what it said last
 */
record Proof(boolean holds, Span taken, String evidence) {

    private static final Duration SCRIPT_LIMIT = Duration.ofSeconds(10);
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(20);

    /** The same for a harm that takes its node away: a node that cannot be reached any more has been taken. */
    static Proof awaitGone(Shell shell, String script, LongSupplier clock) throws InterruptedException {
        return await((asked, limit) -> orGone(shell, asked, limit), script, clock);
    }

    private static Shell.Result orGone(Shell shell, String script, Duration limit) throws InterruptedException {
        try {
            return shell.run(script, limit);
        } catch (ClusterException e) {
            return new Shell.Result(0, String.valueOf(e.getMessage()), "");
        }
    }

    /** Asks again and again, for five seconds at most. */
    static Proof await(Shell shell, String script, LongSupplier clock) throws InterruptedException {
        long giveUp = clock.getAsLong() + LIMIT.toNanos();
        while (true) {
            Proof proof = once(shell, script, clock);
            if (proof.holds() || clock.getAsLong() > giveUp) {
                return proof;
            }
            Thread.sleep(PAUSE);
        }
    }

    /** Asks once. */
    static Proof once(Shell shell, String script, LongSupplier clock) throws InterruptedException {
        long before = clock.getAsLong();
        Shell.Result result = shell.run(script, SCRIPT_LIMIT);
        return new Proof(result.ok(), new Span(before, clock.getAsLong()), result.words());
    }
}
