package muster.engine.drill;

import java.time.Duration;
import java.util.List;
import muster.engine.fault.Fault;

/** One line of a drill's timeline. */
public sealed interface Step {

    /** How long the step lasts by itself; zero for one that waits for a condition. */
    Duration length();

    /** How long the step lasts at most, as far as the drill decides it. */
    Duration atMost();

    /**
     * Nothing is done; the load goes on.
     *
     * @param length how long
     */
    record Steady(Duration length) implements Step {
        @Override
        public Duration atMost() {
            return length;
        }
    }

    /**
     * Breaks something, holds it, runs the inner steps meanwhile, and heals it.
     *
     * @param fault what
     * @param target whom
     * @param holds how long it is held
     * @param steps what happens while it is open; they heal before it does
     */
    record Inject(Fault fault, Target target, Duration holds, List<Step> steps) implements Step {
        /** Copies the list. */
        public Inject {
            steps = List.copyOf(steps);
        }

        /**
         * True if an inner step rebuilds the cluster without what the fault takes: once the inner steps are done nothing is left to be held,
         * and it ends before its time.
         */
        public boolean overtaken() {
            return fault instanceof Fault.LoseDisk
                    && steps.stream()
                            .anyMatch(step -> step instanceof Act act
                                    && (act.deed() instanceof Deed.Recover || act.deed() instanceof Deed.Restore));
        }

        @Override
        public Duration length() {
            Duration inner = steps.stream().map(Step::length).reduce(Duration.ZERO, Duration::plus);
            return inner.compareTo(holds) > 0 ? inner : holds;
        }

        @Override
        public Duration atMost() {
            Duration inner = steps.stream().map(Step::atMost).reduce(Duration.ZERO, Duration::plus);
            return inner.compareTo(holds) > 0 ? inner : holds;
        }
    }

    /**
     * Does to a member what an operator would do. Nothing undoes it; if it fails, the run cannot go on and heals what is open.
     *
     * @param deed what
     * @param target whom
     * @param within how long it may take
     */
    record Act(Deed deed, Target target, Duration within) implements Step {
        @Override
        public Duration length() {
            return Duration.ZERO;
        }

        @Override
        public Duration atMost() {
            return within;
        }
    }

    /**
     * Waits until every voter answers, follows one leader and lags nothing.
     *
     * @param within how long at most; not reached by then is a broken run
     */
    record AwaitRedundancy(Duration within) implements Step {
        @Override
        public Duration length() {
            return Duration.ZERO;
        }

        @Override
        public Duration atMost() {
            return within;
        }
    }
}
