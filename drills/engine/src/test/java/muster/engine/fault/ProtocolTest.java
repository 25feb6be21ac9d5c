package muster.engine.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import muster.engine.fault.ModelWorld.Drill;
import muster.engine.history.ClusterException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The order in which harms are done and undone, run by the code that drills and {@code muster heal} use, through every crash, lost answer
 * and late command (two of them in one run), with the deadline, the end of the lease and a second drill in between at every place.
 */
class ProtocolTest {

    private static final int TROUBLES = 2;

    /** Which world is explored. */
    private enum Setting {
        /** The node's gate refuses what lost its lock or its heal; a second drill comes as soon as the lease runs out. */
        GUARDED,
        /** One drill alone and in time, on a node that does whatever it is told: the order itself must be right. */
        UNGUARDED,
        /** As guarded, on a node that does whatever it is told. */
        UNFENCED
    }

    private record Explored(Set<String> wrong, long runs) {}

    @Test
    void theOrderInUseLeavesNothingUnhealedAndNothingUnreported() {
        Explored guarded = explore(Protocol.STANDARD, Setting.GUARDED);
        Explored unguarded = explore(Protocol.STANDARD, Setting.UNGUARDED);

        assertThat(guarded.wrong()).isEmpty();
        assertThat(unguarded.wrong()).isEmpty();
        assertThat(guarded.runs()).isGreaterThan(10_000);
        assertThat(unguarded.runs()).isGreaterThan(500);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void noTwoStagesOfAnOpeningMayBeSwapped(int place) {
        List<Opening> swapped = new ArrayList<>(List.of(Opening.values()));
        Collections.swap(swapped, place, place + 1);

        assertThat(wrong(new Protocol(swapped, List.of(Closing.values())))).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void noTwoStagesOfAClosingMayBeSwapped(int place) {
        List<Closing> swapped = new ArrayList<>(List.of(Closing.values()));
        Collections.swap(swapped, place, place + 1);

        assertThat(wrong(new Protocol(List.of(Opening.values()), swapped))).isNotEmpty();
    }

    @Test
    void withoutTheFenceASecondDrillIsHarmed() {
        assertThat(explore(Protocol.STANDARD, Setting.UNFENCED).wrong()).isNotEmpty();
    }

    private static Set<String> wrong(Protocol protocol) {
        Set<String> wrong = explore(protocol, Setting.UNGUARDED).wrong();
        return wrong.isEmpty() ? explore(protocol, Setting.GUARDED).wrong() : wrong;
    }

    private static Explored explore(Protocol protocol, Setting setting) {
        Set<String> wrong = new TreeSet<>();
        long runs = Choices.explore(choices -> {
            wrong.addAll(new Run(protocol, setting, choices).play());
            return wrong.isEmpty();
        });
        return new Explored(wrong, runs);
    }

    /** One run of drill A, with everything that happens meanwhile. */
    private static final class Run implements ModelDrill.Fates {

        private final Protocol protocol;
        private final Setting setting;
        private final Choices choices;
        private final ModelWorld world = new ModelWorld();
        private final List<Runnable> pending = new ArrayList<>();
        private final ModelDrill second = new ModelDrill(world, Drill.B, new Undisturbed());
        private int troubles = TROUBLES;
        private boolean disturbed;

        Run(Protocol protocol, Setting setting, Choices choices) {
            this.protocol = protocol;
            this.setting = setting;
            this.choices = choices;
            if (setting != Setting.UNGUARDED) {
                pending.add(() -> world.deadline(Drill.A));
                pending.add(this::secondComes);
            }
        }

        Set<String> play() {
            try {
                ModelDrill first = new ModelDrill(world, Drill.A, this);
                protocol.open(first, first);
                protocol.close(first);
            } catch (ClusterException | ModelDrill.Crash e) {
                if (!disturbed) {
                    world.blame("a drill that nothing disturbs fails");
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            recover(this);
            recover(new Undisturbed());
            List.copyOf(pending).forEach(Runnable::run);
            recover(new Undisturbed());
            if (world.inLedger(Drill.A) || world.leftOnNode(Drill.A) || !world.clean(Drill.A)) {
                world.blame("something is left at the end");
            }
            return world.wrong();
        }

        /** What {@code muster heal} does with a line of the ledger. */
        private void recover(ModelDrill.Fates fates) {
            if (!world.inLedger(Drill.A)) {
                return;
            }
            try {
                protocol.close(new ModelDrill(world, Drill.A, fates));
            } catch (ModelDrill.Crash e) {
                troubles = 0;
            }
        }

        private void secondComes() {
            world.leaseRunsOut();
            if (!world.acquire(Drill.B)) {
                return;
            }
            try {
                protocol.open(second, second);
                pending.add(() -> protocol.close(second));
            } catch (ClusterException e) {
                world.blame("a drill that holds the lock is refused");
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void meanwhile() {
            int chosen = choices.of(1 + pending.size());
            if (chosen > 0) {
                disturbed = true;
                pending.remove(chosen - 1).run();
            }
        }

        @Override
        public ModelDrill.Fate of(List<ModelDrill.Fate> ways) {
            List<ModelDrill.Fate> open = new ArrayList<>(ways);
            if (setting != Setting.GUARDED) {
                open.remove(ModelDrill.Fate.LATE);
            }
            if (troubles == 0) {
                return ModelDrill.Fate.DONE;
            }
            ModelDrill.Fate fate = open.get(choices.of(open.size()));
            if (fate != ModelDrill.Fate.DONE) {
                disturbed = true;
                troubles--;
            }
            return fate;
        }

        @Override
        public void late(Runnable command) {
            pending.add(() -> {
                try {
                    command.run();
                } catch (ClusterException e) {
                    assertThat(e).hasMessage("the node says no");
                }
            });
        }

        @Override
        public boolean fenced() {
            return setting == Setting.GUARDED;
        }

        /** Nothing happens meanwhile, and all is done. */
        private final class Undisturbed implements ModelDrill.Fates {

            @Override
            public void meanwhile() {}

            @Override
            public ModelDrill.Fate of(List<ModelDrill.Fate> ways) {
                return ways.getFirst();
            }

            @Override
            public void late(Runnable command) {
                command.run();
            }

            @Override
            public boolean fenced() {
                return setting == Setting.GUARDED;
            }
        }
    }
}
