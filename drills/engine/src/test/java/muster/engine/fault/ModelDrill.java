package muster.engine.fault;

import java.util.ArrayList;
import java.util.List;
import muster.engine.fault.ModelWorld.Drill;
import muster.engine.history.ClusterException;

/**
 * One drill in the {@link ModelWorld}: each stage is done, not done, done without an answer, done late, or the last one before a crash.
 * A dead process does nothing any more; whoever comes after it is another one of these.
 */
final class ModelDrill implements Protocol.Opener, Protocol.Closer {

    /** The process is gone: no {@code finally} of the real one would run either. */
    static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** What decides how each stage ends, and what else happens before it, in the life of one process. */
    interface Fates {

        /** True if the process is gone. */
        boolean dead();

        /** From now on it does nothing any more. */
        void die();

        /** Something else may happen now. */
        void meanwhile();

        /** How a stage ends: one of some ways, the first of which is that it is done. */
        Fate of(List<Fate> ways);

        /** A command is under way and arrives at some time. */
        void late(Runnable command);

        /** True if the node's gate looks at lock and heal. */
        boolean fenced();
    }

    /** How a stage ends. */
    enum Fate {
        DONE,
        NOT_DONE,
        NO_ANSWER,
        LATE,
        NOBODY_WAITS,
        WITHOUT_EFFECT,
        CRASH_BEFORE,
        CRASH_AFTER
    }

    private final ModelWorld world;
    private final List<ModelWorld> targets;
    private final Drill drill;
    private final Fates fates;
    private boolean healed;

    /**
     * @param world the node of this harm
     * @param targets the nodes of all harms that are done together with it, its own among them
     */
    ModelDrill(ModelWorld world, List<ModelWorld> targets, Drill drill, Fates fates) {
        this.world = world;
        this.targets = List.copyOf(targets);
        this.drill = drill;
        this.fates = fates;
    }

    Protocol.Part part() {
        return new Protocol.Part(this, this);
    }

    @Override
    public void perform(Opening stage) {
        switch (stage) {
            case INTEND -> step(List.of(Fate.NOT_DONE), () -> world.intend(drill));
            case ARM ->
                step(
                        List.of(Fate.NOT_DONE, Fate.NO_ANSWER, Fate.LATE, Fate.NOBODY_WAITS),
                        () -> demand(world.arm(drill, true)));
            case READ_BACK -> step(List.of(Fate.NOT_DONE), () -> demand(world.armed(drill)));
            case INJECT -> step(List.of(Fate.NOT_DONE, Fate.NO_ANSWER, Fate.LATE), this::inject);
            case PROVE ->
                step(List.of(Fate.NOT_DONE), () -> {
                    if (!world.wasBroken(drill)) {
                        world.blame("proved before it was done");
                    }
                });
        }
    }

    @Override
    public boolean perform(Closing stage) {
        List<Fate> remote = List.of(Fate.NOT_DONE, Fate.NO_ANSWER, Fate.LATE);
        try {
            switch (stage) {
                case HELD ->
                    step(List.of(Fate.NOT_DONE), () -> {
                        if (healed) {
                            world.blame("looked for the effect after the heal");
                        }
                    });
                case HEAL ->
                    step(List.of(Fate.NOT_DONE, Fate.NO_ANSWER, Fate.LATE, Fate.WITHOUT_EFFECT), () -> {
                        world.heal(drill, true);
                        healed = true;
                    });
                case VERIFY -> step(List.of(Fate.NOT_DONE), () -> demand(world.clean(drill)));
                case DISARM -> step(remote, () -> demand(world.disarm(drill)));
                case STRIKE -> step(List.of(Fate.NOT_DONE), () -> world.strike(drill));
            }
            return true;
        } catch (ClusterException e) {
            return stage == Closing.HELD || stage == Closing.HEAL;
        }
    }

    @Override
    public void left(Closing stage) {}

    private void inject() {
        demand(world.inject(drill, fates.fenced()));
        if (!targets.stream().allMatch(target -> target.wasWaitedFor(drill))) {
            world.blame("broken before every node would heal");
        }
    }

    private void step(List<Fate> others, Runnable effect) {
        if (fates.dead()) {
            throw new Crash();
        }
        fates.meanwhile();
        List<Fate> ways = new ArrayList<>(List.of(Fate.DONE, Fate.CRASH_BEFORE, Fate.CRASH_AFTER));
        ways.addAll(others);
        switch (fates.of(ways)) {
            case DONE -> effect.run();
            case NOT_DONE -> throw new ClusterException("the node cannot be reached");
            case NO_ANSWER -> {
                effect.run();
                throw new ClusterException("no answer");
            }
            case LATE -> {
                fates.late(effect);
                throw new ClusterException("no answer");
            }
            case NOBODY_WAITS -> demand(world.arm(drill, false));
            case WITHOUT_EFFECT -> world.heal(drill, false);
            case CRASH_BEFORE -> die();
            case CRASH_AFTER -> {
                effect.run();
                die();
            }
        }
    }

    private void die() {
        fates.die();
        throw new Crash();
    }

    private static void demand(boolean holds) {
        if (!holds) {
            throw new ClusterException("the node says no");
        }
    }
}
