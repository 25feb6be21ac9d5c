package muster.scripts;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import muster.engine.drill.Deed;
import muster.engine.drill.Step;
import muster.engine.drill.Target;
import muster.engine.fault.Fault;
import muster.scripts.shape.Choice;
import muster.scripts.shape.Field;
import muster.scripts.shape.Fields;
import muster.scripts.shape.Named;
import muster.scripts.shape.Placed;
import muster.scripts.shape.Rows;
import muster.scripts.shape.Shape;
import muster.scripts.shape.Values;
import muster.scripts.shape.Word;
import muster.scripts.shape.Written;

/** The words of a step of the timeline. */
final class StepWords {

    /** A step; it may hold steps. */
    static final Shape<Step> STEP = new Named<>("step", () -> StepWords.CHOICE);

    /** Role words hold no digit and names of members do, so that a misspelt role is never taken for a member. */
    private static final Written<Target> MEMBER = new Written<>(
            "the name of a member, which holds a digit, such as m2",
            Pattern.compile("^[A-Za-z0-9._-]*[0-9][A-Za-z0-9._-]*$"),
            name -> Optional.of(new Target.Named(name)));

    private static final Choice<Target> TARGET = new Choice<>(
            "target",
            List.of(
                    new Word.Bare<>("leader", "The member that leads when the step begins.", new Target.Leader()),
                    new Word.Bare<>(
                            "primary",
                            "The PostgreSQL server that takes writes when the step begins.",
                            new Target.Leader()),
                    new Word.Bare<>("follower", "One member that follows when the step begins.", new Target.Follower()),
                    new Word.Bare<>(
                            "standby",
                            "One PostgreSQL server that follows the primary when the step begins.",
                            new Target.Follower()),
                    new Word.Bare<>("every", "Every member, the one that leads first.", new Target.Every()),
                    new Word.Bare<>(
                            "quorum",
                            "As few members as take the majority, the leader first.",
                            new Target.QuorumOfMembers()),
                    new Word.Bare<>(
                            "minority",
                            "As many members as the cluster can lose, the leader first.",
                            new Target.Minority()),
                    new Word.Bare<>(
                            "spared",
                            "One member that quorum leaves alone: the last one, the leader first.",
                            new Target.Spared()),
                    new Word.Bare<>("first", "The first member, in the site's order.", new Target.Nth(1)),
                    new Word.Bare<>("second", "The second member.", new Target.Nth(2)),
                    new Word.Bare<>("third", "The third member.", new Target.Nth(3)),
                    new Word.Bare<>("hit", "The member that the fault around this step hit.", new Target.Hit())),
            Map.of(),
            Optional.of(MEMBER));

    private static final Field<Fault> INJECT_FAULT = new Field<>("fault", "What is done.", FaultWords.SHAPE);

    private static final Field<Target> INJECT_TARGET = new Field<>("target", "Whom it is done to.", TARGET);

    private static final Field<Duration> INJECT_FOR =
            new Field<>("for", "How long it is held before it is healed.", Measures.LENGTH);

    private static final Field<List<Placed<Step>>> INJECT_STEPS = new Field<>(
            "steps",
            "What happens while it is held; inner faults heal before it does.",
            new Rows<>("step", STEP),
            Optional.of(List.of()));

    private static final Field<Deed> ACT_DEED = new Field<>("do", "What is done.", DeedWords.SHAPE);

    private static final Field<Target> ACT_TARGET =
            new Field<>("target", "Whom it is done to, by the roles before anything was broken.", TARGET);

    private static final Field<Duration> ACT_WITHIN =
            new Field<>("within", "How long it may take; later is a run that could not go on.", Measures.LENGTH);

    private static final Field<Boolean> AWAIT_REDUNDANCY = new Field<>(
            "redundancy",
            "What is waited for.",
            new Choice<>(
                    "redundancy",
                    List.of(new Word.Bare<>(
                            "full", "Every voter answers, follows one leader and lags nothing.", true))));

    private static final Field<Duration> AWAIT_WITHIN =
            new Field<>("within", "How long at most; later is a broken run.", Measures.LENGTH);

    static final Choice<Step> CHOICE = new Choice<>(
            "step",
            List.of(
                    new Word.Valued<>(
                            "steady",
                            "Nothing is done for this long; the load goes on.",
                            Measures.LENGTH,
                            Step.Steady::new),
                    new Word.Valued<>(
                            "inject",
                            "Breaks something, holds it, and heals it.",
                            new Fields<>(
                                    List.of(INJECT_FAULT, INJECT_TARGET, INJECT_FOR, INJECT_STEPS), StepWords::inject),
                            step -> step),
                    new Word.Valued<>(
                            "act",
                            "Does what an operator would do; nothing undoes it.",
                            new Fields<>(List.of(ACT_DEED, ACT_TARGET, ACT_WITHIN), StepWords::act),
                            step -> step),
                    new Word.Valued<>(
                            "await",
                            "Waits for a condition.",
                            new Fields<>(List.of(AWAIT_REDUNDANCY, AWAIT_WITHIN), StepWords::await),
                            step -> step)));

    private StepWords() {}

    /** How long a step takes at most: what it waits for takes all of its time. */
    static Duration longest(Step step) {
        return switch (step) {
            case Step.Steady steady -> steady.length();
            case Step.Act act -> act.within();
            case Step.AwaitRedundancy await -> await.within();
            case Step.Inject inject -> {
                Duration inner = longest(inject.steps());
                yield inner.compareTo(inject.holds()) > 0 ? inner : inject.holds();
            }
        };
    }

    /** How long steps take one after the other. */
    static Duration longest(List<Step> steps) {
        return steps.stream().map(StepWords::longest).reduce(Duration.ZERO, Duration::plus);
    }

    private static Optional<Step> inject(Values values) {
        Duration holds = values.get(INJECT_FOR);
        List<Step> steps = values.get(INJECT_STEPS).stream().map(Placed::value).toList();
        if (longest(steps).compareTo(holds) > 0) {
            values.refuse(
                    values.place(INJECT_STEPS),
                    "the inner steps take up to %s, longer than the %s for which the fault is held"
                            .formatted(Measures.words(longest(steps)), Measures.words(holds)));
            return Optional.empty();
        }
        return Optional.of(new Step.Inject(values.get(INJECT_FAULT), values.get(INJECT_TARGET), holds, steps));
    }

    private static Optional<Step> act(Values values) {
        return Optional.of(new Step.Act(values.get(ACT_DEED), values.get(ACT_TARGET), values.get(ACT_WITHIN)));
    }

    private static Optional<Step> await(Values values) {
        return Optional.of(new Step.AwaitRedundancy(values.get(AWAIT_WITHIN)));
    }
}
