package muster.engine.report;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import muster.engine.history.Event;
import muster.engine.history.Evidence;
import muster.engine.history.Member;
import muster.engine.history.Op;
import muster.engine.history.Sighting;
import muster.engine.history.Span;

/**
 * A fault that someone else caused while we only watched: its time as an interval, by what was seen.
 *
 * @param at it began within this
 * @param text how that was seen
 * @param endNanos when all was well again as far as was seen; the end of what was seen if it never was
 */
record InferredFault(Span at, String text, long endNanos) {

    /** The earliest sign that something broke; empty if something was broken by us, or no sign was seen. */
    static Optional<InferredFault> of(Evidence evidence) {
        if (!evidence.events(Event.FaultIntended.class).isEmpty()) {
            return Optional.empty();
        }
        List<Op> calls = evidence.ops().stream()
                .sorted(Comparator.comparingLong(Op::sentNanos))
                .toList();
        return evidence.facts().members().stream()
                .map(Member::name)
                .flatMap(member -> Stream.concat(death(evidence, member).stream(), failure(calls, member).stream()))
                .min(Comparator.comparingLong(fault -> fault.at().toNanos()))
                .map(first -> new InferredFault(first.at(), first.text(), recovered(evidence, calls, first)));
    }

    /** The time in which something was broken, from the earliest moment that it can have begun. */
    Span window() {
        return new Span(at.fromNanos(), Math.max(at.fromNanos(), endNanos));
    }

    private static Optional<InferredFault> death(Evidence evidence, String member) {
        Sighting last = null;
        for (Sighting sighting : evidence.sightings()) {
            if (!sighting.member().equals(member)) {
                continue;
            }
            if (sighting.standing() != null) {
                last = sighting;
            } else if (last != null) {
                return Optional.of(new InferredFault(
                        new Span(last.askedNanos(), sighting.answeredNanos()),
                        "%s answered, and at the next asking did not".formatted(member),
                        0));
            }
        }
        return Optional.empty();
    }

    private static Optional<InferredFault> failure(List<Op> calls, String member) {
        Op last = null;
        for (Op op : calls) {
            if (!op.endpoint().equals(member) || op.doneNanos() == Long.MAX_VALUE) {
                continue;
            }
            if (op.outcome().acknowledged()) {
                last = op;
            } else if (last != null) {
                return Optional.of(new InferredFault(
                        new Span(last.sentNanos(), Math.max(last.sentNanos(), op.doneNanos())),
                        "call %d to %s failed (%s), after call %d had been answered"
                                .formatted(op.id(), member, TrafficTable.words(op.outcome()), last.id()),
                        0));
            }
        }
        return Optional.empty();
    }

    /** When the last failed call ended or the last dead member was last seen dead, whichever came last. */
    private static long recovered(Evidence evidence, List<Op> calls, InferredFault fault) {
        OptionalLong failed = calls.stream()
                .filter(op -> !op.outcome().acknowledged() && op.doneNanos() < Long.MAX_VALUE)
                .mapToLong(Op::doneNanos)
                .max();
        OptionalLong dead = evidence.sightings().stream()
                .filter(sighting -> sighting.standing() == null)
                .mapToLong(Sighting::answeredNanos)
                .max();
        return Math.max(fault.at().toNanos(), Math.max(failed.orElse(0), dead.orElse(0)));
    }
}
