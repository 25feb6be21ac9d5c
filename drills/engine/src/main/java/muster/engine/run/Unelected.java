package muster.engine.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import muster.engine.drill.Deed;
import muster.engine.drill.Step;
import muster.engine.fault.Fault;
import muster.engine.history.Member;
import muster.engine.history.Prediction;
import muster.engine.history.View;

/**
 * What a drill costs where nobody elects, as with PostgreSQL's streaming replication: without its primary a cluster takes no write until
 * a standby is promoted, and who orders that is the drill itself. How long that takes follows from the drill's own timeline and from what
 * was measured.
 */
final class Unelected {

    /**
     * From the order to the first acknowledged write 0.3 s to 0.8 s were measured on two busy processors, and up to 1.6 s before the
     * order for the proof that the fault bit; doubled.
     */
    private static final Duration PROMOTION = Duration.ofSeconds(4);

    /** From the heal to the first acknowledged write, with a restart and its recovery: 1.5 s was measured; more than doubled. */
    private static final Duration RESTART = Duration.ofSeconds(4);

    /** What a shutdown in order waits for before the process ends, and the command that orders it. */
    private static final Duration SHUTDOWN = Duration.ofSeconds(2);

    /** From the first write that finds no space to the end of the process: 1 s to 2 s were measured on two busy processors; doubled. */
    private static final Duration FILLING = Duration.ofSeconds(4);

    /**
     * What a keeper needs from the order to the first acknowledged write: it hears of the order at once, and otherwise when it next looks,
     * which Patroni does every 10 s (loop_wait); then comes a promotion. 1.6 s to 2.1 s were measured.
     */
    private static final Duration SWITCHOVER = Duration.ofSeconds(10).plus(PROMOTION);

    private final List<Member> servers;
    private final View view;
    private final String primary;

    Unelected(List<Member> servers, View view, String primary) {
        this.servers = servers;
        this.view = view;
        this.primary = primary;
    }

    /**
     * What the faults that are open at one time cost.
     *
     * @param bout the outermost first
     * @param more true if the drill has other faults after these
     */
    Planner.Verdict foretell(List<Step.Inject> bout, boolean more) {
        Optional<Duration> promoted = promotion(bout.getFirst().steps());
        Optional<Step.Inject> taking = bout.stream()
                .filter(inject -> inject.fault().stopsWrites() && hits(inject))
                .findFirst();
        String whole = "%d servers, nobody elects; this ".formatted(servers.size());
        String turn = more ? ", one after the other" : "";
        if (bout.stream().anyMatch(inject -> inject.fault() instanceof Fault.Switchover && hits(inject))) {
            return new Planner.Verdict(
                    "%d servers, their keeper promotes; this has it hand over the part of the primary %s%s"
                            .formatted(servers.size(), primary, turn),
                    false,
                    new Prediction.Handover(SWITCHOVER));
        }
        if (taking.isPresent()) {
            return withoutPrimary(taking.get(), whole, turn);
        }
        if (waits(bout)) {
            Duration held = inner(bout).length();
            return new Planner.Verdict(
                    whole + "takes the synchronous standby: writes WILL wait until it is back" + turn,
                    true,
                    new Prediction.UntilHealed(held, held.plus(RESTART)));
        }
        if (promoted.isPresent()) {
            return new Planner.Verdict(
                    "%spromotes a second primary beside %s: both WILL take writes, and those of one side do not stay%s"
                            .formatted(whole, primary, turn),
                    true,
                    new Prediction.Handover(PROMOTION));
        }
        return new Planner.Verdict(
                "%sleaves the primary %s as it is%s".formatted(whole, primary, turn), false, new Prediction.NoGap());
    }

    private Planner.Verdict withoutPrimary(Step.Inject taking, String whole, String turn) {
        Optional<Duration> promoted = promotion(taking.steps());
        String takes = "%stakes the primary %s: writes WILL stop".formatted(whole, primary);
        Duration dying = dying(taking.fault());
        if (promoted.isEmpty()) {
            return new Planner.Verdict(
                    "%s until it is back%s".formatted(takes, turn),
                    true,
                    new Prediction.UntilHealed(
                            taking.length(), taking.length().plus(RESTART).plus(dying)));
        }
        Duration ordered = promoted.get();
        return new Planner.Verdict(
                "%s until a standby is promoted, which this drill orders %.1f s after%s"
                        .formatted(takes, ordered.toMillis() / 1000.0, turn),
                true,
                new Prediction.Promotion(ordered, ordered.plus(PROMOTION).plus(dying)));
    }

    /** How long a server takes no writes before the fault is proved. */
    private static Duration dying(Fault fault) {
        if (fault instanceof Fault.Stop) {
            return SHUTDOWN;
        }
        return fault instanceof Fault.DiskFull ? FILLING : Duration.ZERO;
    }

    private boolean hits(Step.Inject inject) {
        return new Targets(servers)
                .resolve(inject.target(), view).stream()
                        .anyMatch(member -> member.name().equals(primary));
    }

    /** True if commits wait for a standby while every standby is away. */
    private boolean waits(List<Step.Inject> bout) {
        boolean asked = bout.stream()
                .anyMatch(inject -> inject.fault() instanceof Fault.Settings settings
                        && !settings.synchronousStandbys().isEmpty()
                        && hits(inject));
        List<Member> away = new ArrayList<>();
        bout.stream()
                .filter(inject -> inject.fault().takesVoter())
                .forEach(inject -> away.addAll(new Targets(servers).resolve(inject.target(), view)));
        return asked && away.stream().distinct().count() >= servers.size() - 1L;
    }

    /** The fault that takes a server, the innermost one. */
    private static Step.Inject inner(List<Step.Inject> bout) {
        return bout.stream()
                .filter(inject -> inject.fault().takesVoter())
                .reduce((outer, inner) -> inner)
                .orElse(bout.getFirst());
    }

    /** How long after its begin a timeline orders a promotion; empty if it does not. */
    private static Optional<Duration> promotion(List<Step> steps) {
        Duration elapsed = Duration.ZERO;
        for (Step step : steps) {
            Duration begun = elapsed;
            Optional<Duration> found = switch (step) {
                case Step.Act act when act.deed() instanceof Deed.Promote -> Optional.of(Duration.ZERO);
                case Step.Act act -> Optional.empty();
                case Step.Inject inject -> promotion(inject.steps());
                case Step.Steady _ -> Optional.empty();
                case Step.AwaitRedundancy _ -> Optional.empty();
            };
            if (found.isPresent()) {
                return found.map(begun::plus);
            }
            elapsed = elapsed.plus(step.length());
        }
        return Optional.empty();
    }
}
