package muster.engine.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Runs something once for every way in which its choices can fall: the last choice that has another way left is changed, and what came
 * before is repeated.
 */
final class Choices {

    private record Choice(int taken, int ways) {}

    private final List<Choice> path = new ArrayList<>();
    private int next;

    /** Which of some ways to go, from 0. */
    int of(int ways) {
        if (next == path.size()) {
            path.add(new Choice(0, ways));
        }
        Choice choice = path.get(next++);
        if (choice.ways() != ways) {
            throw new IllegalStateException("what is explored does not depend on its choices alone");
        }
        return choice.taken();
    }

    /**
     * Runs something in every way, or until it says false.
     *
     * @return how many ways were gone
     */
    static long explore(Predicate<Choices> run) {
        Choices choices = new Choices();
        long runs = 0;
        boolean further;
        do {
            choices.next = 0;
            further = run.test(choices);
            runs++;
        } while (further && choices.advance());
        return runs;
    }

    private boolean advance() {
        while (!path.isEmpty()) {
            Choice last = path.removeLast();
            if (last.taken() + 1 < last.ways()) {
                path.add(new Choice(last.taken() + 1, last.ways()));
                return true;
            }
        }
        return false;
    }
}
