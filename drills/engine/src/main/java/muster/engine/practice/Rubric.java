package muster.engine.practice;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import muster.engine.check.Quantities;
import muster.engine.check.WriteAccounts;
import muster.engine.history.Event;
import muster.engine.history.Evidence;
import muster.engine.history.Member;
import muster.engine.history.Op;
import muster.engine.history.Outcome;
import muster.engine.history.Sighting;
import muster.engine.history.Span;
import muster.engine.history.Stamp;
import muster.engine.history.View;

/** Marks tasks by the evidence of the run that should show them. A pure function. */
public final class Rubric {

    private Rubric() {}

    /**
     * The mark of one task.
     *
     * @param evidence of a run of {@link Task#drill()}
     */
    public static Mark mark(Task task, Evidence evidence) {
        return switch (task) {
            case KILL_MEMBER -> kill(task, evidence);
            case OBSERVE_QUORUM -> quorum(task, evidence);
            case SPLIT_BRAIN -> split(task, evidence);
            case RECOVER -> recovery(task, evidence);
        };
    }

    private static Mark kill(Task task, Evidence evidence) {
        return evidence.events(Event.FaultBit.class).stream()
                .findFirst()
                .map(bit -> passed(task, evidence, sentence(bit.evidence())))
                .orElseGet(() -> failed(task, evidence, "No member was proved dead."));
    }

    private static Mark quorum(Task task, Evidence evidence) {
        Optional<Evidence.Harmed> harm = evidence.harms().stream()
                .filter(harmed -> harmed.bit() != null && harmed.healed() != null)
                .findFirst();
        if (harm.isEmpty()) {
            return failed(task, evidence, "No member was proved dead, and healed later.");
        }
        long died = Objects.requireNonNull(harm.get().bit()).toNanos();
        long healed = Objects.requireNonNull(harm.get().healed()).fromNanos();
        Span dead = new Span(died, healed);
        View view = last(evidence, dead.toNanos());
        long written = writes(evidence, dead).size();
        String dying = harm.get().member();
        if (!(view.leadership() instanceof View.Agreed agreed)
                || agreed.leader().equals(dying)) {
            return failed(task, evidence, "Without %s nobody was agreed on as leader.".formatted(dying));
        }
        if (written == 0) {
            return failed(task, evidence, "Without %s no write was acknowledged.".formatted(dying));
        }
        return passed(
                task,
                evidence,
                "Without %s, %d of %d members followed %s in term %d, and %s acknowledged."
                        .formatted(
                                dying,
                                agreed.sayers(),
                                evidence.facts().members().size(),
                                agreed.leader(),
                                agreed.term(),
                                were(written)));
    }

    private static Mark split(Task task, Evidence evidence) {
        List<Primacy> primacies = Primacy.of(evidence);
        for (Primacy one : primacies) {
            for (Primacy other : primacies) {
                Span both = new Span(
                        Math.max(one.fromNanos(), other.fromNanos()), Math.min(one.toNanos(), other.toNanos()));
                if (one.server().compareTo(other.server()) < 0 && both.toNanos() > both.fromNanos()) {
                    return split(task, evidence, one, other, both);
                }
            }
        }
        return failed(task, evidence, "At no time did two servers say that they are primary.");
    }

    private static Mark split(Task task, Evidence evidence, Primacy one, Primacy other, Span both) {
        long first = writes(evidence, both, one);
        long second = writes(evidence, both, other);
        String text = "%s (timeline %d) and %s (timeline %d) were both primary for %s; they acknowledged %s and %s."
                .formatted(
                        one.server(),
                        one.timeline(),
                        other.server(),
                        other.timeline(),
                        Quantities.length(both.toNanos() - both.fromNanos()),
                        Quantities.count(first, "write"),
                        Quantities.count(second, "write"));
        return first > 0 && second > 0 ? passed(task, evidence, text) : failed(task, evidence, text);
    }

    private static Mark recovery(Task task, Evidence evidence) {
        String left = evidence.harms().stream()
                .filter(harm -> !harm.clean())
                .map(harm -> "%s of %s".formatted(harm.fault(), harm.member()))
                .collect(Collectors.joining(", "));
        if (!left.isEmpty()) {
            return failed(task, evidence, "Not healed: %s.".formatted(left));
        }
        View view = last(evidence, Long.MAX_VALUE);
        int servers = evidence.facts().members().size();
        if (!(view.leadership() instanceof View.Agreed agreed) || agreed.sayers() < servers) {
            return failed(task, evidence, "At the end not every server followed one primary.");
        }
        WriteAccounts accounts = WriteAccounts.of(evidence);
        if (!accounts.readBack()) {
            return failed(task, evidence, "The writes were not read back, so that nobody knows what is missing.");
        }
        String text = "%d of %d servers follow %s on timeline %d; of %s %s only on the losing side, %s nowhere."
                .formatted(
                        agreed.sayers(),
                        servers,
                        agreed.leader(),
                        agreed.term(),
                        Quantities.count(
                                accounts.found().size() + accounts.missing().size(), "acknowledged write"),
                        stood(accounts.diverged().size()),
                        stood(accounts.lost().size()));
        return accounts.lost().isEmpty() ? passed(task, evidence, text) : failed(task, evidence, text);
    }

    /** What every member said last, up to a moment. */
    private static View last(Evidence evidence, long untilNanos) {
        List<Sighting> last = new ArrayList<>();
        for (Member member : evidence.facts().members()) {
            evidence.sightings().stream()
                    .filter(sighting ->
                            sighting.member().equals(member.name()) && sighting.answeredNanos() <= untilNanos)
                    .reduce((left, right) -> right)
                    .ifPresent(last::add);
        }
        return new View(last);
    }

    private static List<Op> writes(Evidence evidence, Span window) {
        return evidence.ops().stream()
                .filter(op -> op.mutates() && op.outcome().acknowledged())
                .filter(op -> op.sentNanos() >= window.fromNanos() && op.doneNanos() <= window.toNanos())
                .toList();
    }

    private static long writes(Evidence evidence, Span window, Primacy primacy) {
        return writes(evidence, window).stream()
                .filter(op -> primacy.gave(stamp(op.outcome())))
                .count();
    }

    private static Optional<Stamp> stamp(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Acked acked -> Optional.of(acked.stamp());
            case Outcome.AckedLocally acked -> Optional.of(acked.stamp());
            case Outcome.Refused refused -> Optional.empty();
            case Outcome.Unknown unknown -> Optional.empty();
        };
    }

    private static Mark passed(Task task, Evidence evidence, String why) {
        return new Mark(task, true, why, evidence.facts().run());
    }

    private static Mark failed(Task task, Evidence evidence, String why) {
        return new Mark(task, false, why, evidence.facts().run());
    }

    private static String were(long writes) {
        return "%s %s".formatted(Quantities.count(writes, "write"), writes == 1 ? "was" : "were");
    }

    private static String stood(long writes) {
        return "%s stood".formatted(Quantities.grouped(writes));
    }

    private static String sentence(String text) {
        return text.endsWith(".") ? text : text + ".";
    }
}
