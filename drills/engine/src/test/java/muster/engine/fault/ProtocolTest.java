package muster.engine.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import muster.engine.fault.ModelWorld.Drill;
import muster.engine.history.ClusterException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The order in which harms are done and undone, run by the code that drills and {@code muster heal} use, through every crash, lost answer
 * and late command (two of them in one run, one where two nodes are harmed together), with the deadlines, the end of the lease and a
 * second drill in between at every place.
 */
class ProtocolTest {

    /** Which world is explored. */
    private enum Setting {
        /** The node's gate refuses what lost its lock or its heal; a second drill comes as soon as the lease runs out. */
        GUARDED,
        /** One drill alone and in time, on a node that does whatever it is told: the order itself must be right. */
        UNGUARDED,
        /** As guarded, on a node that does whatever it is told. */
        UNFENCED,
        /** One drill that harms two guarded nodes together. */
        PAIRED,
        /** The same drill, if it harmed one node after the other. */
        IN_TURN;

        boolean fenced() {
            return switch (this) {
                case GUARDED, PAIRED, IN_TURN -> true;
                case UNGUARDED, UNFENCED -> false;
            };
        }

        int nodes() {
            return switch (this) {
                case GUARDED, UNGUARDED, UNFENCED -> 1;
                case PAIRED, IN_TURN -> 2;
            };
        }

        int troubles() {
            return nodes() == 1 ? 2 : 1;
        }
    }

    private record Explored(Set<String> wrong, long runs) {}

    @Test
    void theOrderInUseLeavesNothingUnhealedAndNothingUnreported() {
        Explored guarded = explore(Protocol.STANDARD, Setting.GUARDED);
        Explored unguarded = explore(Protocol.STANDARD, Setting.UNGUARDED);
        Explored paired = explore(Protocol.STANDARD, Setting.PAIRED);

        assertThat(guarded.wrong()).isEmpty();
        assertThat(unguarded.wrong()).isEmpty();
        assertThat(paired.wrong()).isEmpty();
        assertThat(paired.runs()).isGreaterThan(10_000);
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
    void oneNodeAfterTheOtherWouldBreakTheFirstBeforeTheLastIsArmed() {
        assertThat(explore(Protocol.STANDARD, Setting.IN_TURN).wrong())
                .containsExactly("broken before every node would heal");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void alsoWhereTwoNodesAreHarmedNoTwoStagesUpToTheHarmMayBeSwapped(int place) {
        List<Opening> swapped = new ArrayList<>(List.of(Opening.values()));
        Collections.swap(swapped, place, place + 1);

        assertThat(explore(new Protocol(swapped, List.of(Closing.values())), Setting.PAIRED)
                        .wrong())
                .isNotEmpty();
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
        private final List<ModelWorld> nodes;
        private final List<Runnable> pending = new ArrayList<>();
        private final ModelDrill second;
        private int troubles;
        private boolean dead;
        private boolean disturbed;

        Run(Protocol protocol, Setting setting, Choices choices) {
            this.protocol = protocol;
            this.setting = setting;
            this.choices = choices;
            this.troubles = setting.troubles();
            this.nodes = Stream.generate(ModelWorld::new).limit(setting.nodes()).toList();
            this.second = new ModelDrill(nodes.getFirst(), nodes, Drill.B, new Undisturbed());
            if (setting != Setting.UNGUARDED) {
                nodes.forEach(node -> pending.add(() -> node.deadline(Drill.A)));
            }
            if (setting == Setting.GUARDED || setting == Setting.UNFENCED) {
                pending.add(this::secondComes);
            }
        }

        Set<String> play() {
            try {
                perform();
            } catch (ClusterException | ModelDrill.Crash e) {
                if (!disturbed) {
                    blame("a drill that nothing disturbs fails");
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            recover(this);
            recover(new Undisturbed());
            List.copyOf(pending).forEach(Runnable::run);
            recover(new Undisturbed());
            if (nodes.stream()
                    .anyMatch(node -> node.inLedger(Drill.A) || node.leftOnNode(Drill.A) || !node.clean(Drill.A))) {
                blame("something is left at the end");
            }
            return nodes.stream().flatMap(node -> node.wrong().stream()).collect(Collectors.toSet());
        }

        private void perform() throws InterruptedException {
            List<ModelDrill> harms = nodes.stream()
                    .map(node -> new ModelDrill(node, nodes, Drill.A, this))
                    .toList();
            Deque<ModelDrill> open = new ArrayDeque<>();
            try {
                if (setting == Setting.IN_TURN) {
                    for (ModelDrill harm : harms) {
                        protocol.open(List.of(harm.part()));
                        open.push(harm);
                    }
                } else {
                    protocol.open(harms.stream().map(ModelDrill::part).toList());
                    harms.forEach(open::push);
                }
            } finally {
                open.forEach(protocol::close);
            }
        }

        private void blame(String what) {
            nodes.getFirst().blame(what);
        }

        /** What {@code muster heal} does with the lines of the ledger. */
        private void recover(ModelDrill.Fates fates) {
            dead = false;
            try {
                for (ModelWorld node : nodes.reversed()) {
                    if (node.inLedger(Drill.A)) {
                        protocol.close(new ModelDrill(node, nodes, Drill.A, fates));
                    }
                }
            } catch (ModelDrill.Crash e) {
                troubles = 0;
            }
        }

        private void secondComes() {
            nodes.getFirst().leaseRunsOut();
            if (!nodes.getFirst().acquire(Drill.B)) {
                return;
            }
            try {
                protocol.open(List.of(second.part()));
                pending.add(() -> protocol.close(second));
            } catch (ClusterException e) {
                blame("a drill that holds the lock is refused");
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
            if (!setting.fenced()) {
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
            return setting.fenced();
        }

        @Override
        public boolean dead() {
            return dead;
        }

        @Override
        public void die() {
            dead = true;
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
                return setting.fenced();
            }

            @Override
            public boolean dead() {
                return false;
            }

            @Override
            public void die() {}
        }
    }
}
