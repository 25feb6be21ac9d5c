package muster.engine.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import muster.engine.check.Gap;
import muster.engine.check.Quantities;
import muster.engine.history.Event;
import muster.engine.history.Evidence;
import muster.engine.history.Op;
import muster.engine.history.Outcome;
import muster.engine.history.Span;
import muster.engine.history.StoreWords;
import muster.engine.history.View;
import org.jspecify.annotations.Nullable;

/**
 * The stages of a failover, each as an interval by what was seen, counted from the fault. A stage that was not seen is undecided with its
 * reason, never guessed; one that this fault does not have says so.
 */
final class Phases {

    private final Evidence evidence;
    private final Outage outage;
    private final long zeroNanos;
    private final StoreWords words;
    private final List<Findings.Phase> phases = new ArrayList<>();

    private Phases(Evidence evidence, Outage outage, long zeroNanos) {
        this.evidence = evidence;
        this.outage = outage;
        this.zeroNanos = zeroNanos;
        this.words = StoreWords.of(evidence.facts().store());
    }

    /** The stages; none if nothing was broken and nothing broke. */
    static List<Findings.Phase> of(Evidence evidence, Outage outage) {
        Optional<Span> window = evidence.faultWindow();
        if (window.isPresent()) {
            Phases phases = new Phases(evidence, outage, window.get().fromNanos());
            phases.injected();
            return phases.rest();
        }
        return InferredFault.of(evidence)
                .map(fault -> {
                    Phases phases = new Phases(evidence, outage, fault.at().fromNanos());
                    phases.seen("fault inferred", fault.at(), fault.text());
                    return phases.rest();
                })
                .orElse(List.of());
    }

    private List<Findings.Phase> rest() {
        firstFailure();
        ordered();
        succession();
        firstAcknowledged();
        redundancy();
        return List.copyOf(phases);
    }

    private void injected() {
        List<Evidence.Harmed> harms = evidence.harms().stream()
                .filter(harm -> harm.injected() != null)
                .toList();
        String text = harms.stream()
                .map(harm -> "%s of %s".formatted(harm.fault(), harm.member()))
                .reduce((left, right) -> left + ", " + right)
                .orElse("");
        long to = harms.stream()
                .mapToLong(harm -> Objects.requireNonNull(harm.injected()).toNanos())
                .max()
                .orElse(zeroNanos);
        seen("injected", new Span(zeroNanos, to), text);
    }

    private void firstFailure() {
        Optional<Op> first = evidence.ops().stream()
                .filter(op -> op.doneNanos() >= zeroNanos && op.doneNanos() < Long.MAX_VALUE)
                .filter(op -> !op.outcome().acknowledged())
                .min(Comparator.comparingLong(Op::sentNanos));
        if (first.isEmpty()) {
            unseen("first failed call", "does not apply: no call failed");
            return;
        }
        Op op = first.get();
        seen(
                "first failed call",
                new Span(op.sentNanos(), op.sentNanos()),
                "sent to %s; after %s: %s"
                        .formatted(
                                op.endpoint(),
                                Quantities.length(op.doneNanos() - op.sentNanos()),
                                TrafficTable.words(op.outcome())));
    }

    private void succession() {
        Succession succession = new Succession(evidence, zeroNanos);
        Optional<View.Agreed> old = succession.before();
        if (old.isEmpty()) {
            String why = "undecided: there was no one %s before the fault".formatted(words.leader());
            unseen(words.disowned(), why);
            unseen(words.agreed(), why);
            return;
        }
        Optional<Succession.Successor> next = succession.after(old.get().term());
        boolean hit = evidence.harms().stream()
                .anyMatch(harm -> harm.member().equals(old.get().leader()));
        if (next.isEmpty() && !hit) {
            String why = "does not apply: %s led before and after"
                    .formatted(old.get().leader());
            unseen(words.disowned(), why);
            unseen(words.agreed(), why);
            return;
        }
        Optional<Span> disowned = succession.disowned(old.get());
        String leader = "%s in %s %d"
                .formatted(old.get().leader(), words.term(), old.get().term());
        if (disowned.isPresent()) {
            seen(words.disowned(), disowned.get(), "no %s named %s any more".formatted(words.member(), leader));
        } else {
            unseen(
                    words.disowned(),
                    "undecided: a %s named %s until it was last asked".formatted(words.member(), leader));
        }
        if (next.isPresent()) {
            seen(words.agreed(), next.get().at(), successor(next.get()));
        } else {
            unseen(words.agreed(), "undecided: no other %s was seen".formatted(words.leader()));
        }
    }

    private String successor(Succession.Successor next) {
        return Promotions.elects(evidence)
                ? "a majority named %s in %s %d".formatted(next.leader(), words.term(), next.term())
                : "%s said that it is out of recovery, on timeline %d".formatted(next.leader(), next.term());
    }

    /** Where nobody elects, what comes before the order is a person's time and not the store's. */
    private void ordered() {
        Promotions.first(evidence, zeroNanos).ifPresent(order -> {
            seen(
                    "promotion ordered",
                    new Span(order.atNanos(), order.atNanos()),
                    "%s, by this drill; the time before it is the drill's own waiting, in place of detection"
                            .formatted(order.member()));
        });
    }

    private void firstAcknowledged() {
        String name = "first acknowledged write";
        if (outage.gap().isEmpty()) {
            unseen(name, "undecided: no write was acknowledged");
            return;
        }
        Gap gap = outage.gap().get();
        if (!ofTheFault(gap) || (!outage.felt() && !touched(gap))) {
            unseen(name, "does not apply: writes went on");
            return;
        }
        if (gap.open()) {
            unseen(name, "undecided: no write was acknowledged again before the load ended");
            return;
        }
        Op op = evidence.ops().stream()
                .filter(candidate -> candidate.id() == gap.first())
                .findFirst()
                .orElseThrow();
        seen(name, gap.ended(), "call %d to %s%s".formatted(op.id(), op.endpoint(), answeredElsewhere(op)));
    }

    /** Where a client looks for the primary, the server that it turned to first is not the one that served it. */
    private static String answeredElsewhere(Op op) {
        return op.outcome() instanceof Outcome.Acked acked
                        && !acked.stamp().member().equals(op.endpoint())
                ? ", served by " + acked.stamp().member()
                : "";
    }

    /** True if the gap has a moment in common with the injection and the change of leader: any other is a pause of its own. */
    private boolean ofTheFault(Gap gap) {
        long changedNanos = phases.stream()
                .map(Findings.Phase::at)
                .filter(Objects::nonNull)
                .mapToLong(Span::toNanos)
                .max()
                .orElse(0);
        return gap.window().toNanos() >= zeroNanos && gap.window().fromNanos() <= zeroNanos + changedNanos;
    }

    /** True if a write failed within the gap: then even a short one is an interruption. */
    private boolean touched(Gap gap) {
        return evidence.ops().stream()
                .anyMatch(op -> op.mutates()
                        && !op.outcome().acknowledged()
                        && op.sentNanos() >= gap.window().fromNanos()
                        && op.sentNanos() <= gap.window().toNanos());
    }

    private void redundancy() {
        String name = "full redundancy";
        List<Event.RedundancyMissed> missed = evidence.events(Event.RedundancyMissed.class);
        if (!missed.isEmpty()) {
            unseen(name, "not reached: " + missed.getFirst().text());
            return;
        }
        List<Event.RedundancyReached> reached = evidence.events(Event.RedundancyReached.class);
        if (reached.isEmpty()) {
            unseen(name, "undecided: it was not waited for");
            return;
        }
        seen(name, reached.getLast().reached(), reached.getLast().text());
    }

    private void seen(String name, Span at, String text) {
        phase(name, new Span(at.fromNanos() - zeroNanos, at.toNanos() - zeroNanos), text);
    }

    private void unseen(String name, String why) {
        phase(name, null, why);
    }

    private void phase(String name, @Nullable Span at, String text) {
        phases.add(new Findings.Phase(name, at, text));
    }
}
