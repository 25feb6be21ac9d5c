package muster.engine.check;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import muster.engine.history.Evidence;
import muster.engine.history.Op;
import muster.engine.history.Span;

/**
 * How long no write was acknowledged: the longest time between two neighbouring acknowledged writes, over all clients and the whole
 * run, as an interval (see {@link Gaps}) widened by our own stalls at its ends. One acknowledged write ends it.
 *
 * <p>Undecided if the interval straddles the limit, if our own stalls were not measured, or if fewer writes were attempted while
 * something was broken than ten for each length of the limit: with fewer, a gap of that length could hide between two attempts.
 *
 * @param atMost how long it may be
 */
public record WriteGap(Limit atMost) implements Check {

    private static final int ATTEMPTS_PER_LIMIT = 10;

    @Override
    public String word() {
        return "write-gap";
    }

    @Override
    public String allows() {
        return switch (atMost) {
            case Limit.Predicted predicted -> "at most what was predicted";
            case Limit.Fixed fixed -> "at most " + Quantities.length(fixed.length());
        };
    }

    @Override
    public Verdict judge(Evidence evidence) {
        List<Op> writes = evidence.ops().stream().filter(Op::mutates).toList();
        if (writes.isEmpty()) {
            return new Verdict.Undecided("not measured", "No write was attempted.");
        }
        if (evidence.worstStallNanos().isEmpty()) {
            return new Verdict.Undecided(
                    "not measured", "Our own stalls were not measured, so that no gap can be told from one of ours.");
        }
        Optional<Gap> gap = Gaps.longest(writes, evidence::stallNanosAt);
        if (gap.isEmpty()) {
            return new Verdict.Undecided(
                    "not measured", "None of %s was acknowledged.".formatted(Quantities.count(writes.size(), "write")));
        }
        return CutShort.judged(evidence, judge(evidence, writes, gap.get()));
    }

    private Verdict judge(Evidence evidence, List<Op> writes, Gap gap) {
        Duration limit = atMost.in(evidence);
        String measured = gap.words();
        if (gap.leastNanos() > limit.toNanos()) {
            return new Verdict.Broken(
                    measured,
                    "No write was acknowledged for %s; %s was allowed.".formatted(measured, Quantities.length(limit)),
                    Stream.concat(Stream.of(between(gap)), doneLast(evidence, gap).stream())
                            .toList());
        }
        if (gap.open()) {
            return new Verdict.Undecided(
                    measured,
                    "No write was acknowledged after %s, until the load ended."
                            .formatted(Quantities.moment(gap.window().fromNanos())));
        }
        Optional<String> sparse = tooSparse(evidence, writes, limit);
        if (sparse.isPresent()) {
            return new Verdict.Undecided(measured, sparse.get());
        }
        if (gap.mostNanos() > limit.toNanos()) {
            return new Verdict.Undecided(
                    measured,
                    "It lasted between %s and %s: whether more than the %s that was allowed cannot be told."
                            .formatted(
                                    Quantities.length(gap.leastNanos()),
                                    Quantities.length(gap.mostNanos()),
                                    Quantities.length(limit)));
        }
        return new Verdict.Holds(
                measured,
                "The longest time between two acknowledged writes was %s; %s was allowed."
                        .formatted(measured, Quantities.length(limit)));
    }

    private static String between(Gap gap) {
        return "the last write before it was acknowledged at %s, %s"
                .formatted(
                        Quantities.moment(gap.window().fromNanos()),
                        gap.open()
                                ? "and none after it"
                                : "the first one after it, number %d, at %s"
                                        .formatted(
                                                gap.first(),
                                                Quantities.moment(gap.window().toNanos())));
    }

    /** A server that starts again can cost more than one that goes: which of the two it was belongs to the finding. */
    private static Optional<String> doneLast(Evidence evidence, Gap gap) {
        Map<Long, String> done = new TreeMap<>();
        for (Evidence.Harmed harm : evidence.harms()) {
            String what = "%s of %s".formatted(harm.fault(), harm.member());
            if (harm.injected() != null) {
                done.put(harm.injected().fromNanos(), what);
            }
            if (harm.healed() != null) {
                done.put(harm.healed().fromNanos(), "the heal of " + what);
            }
        }
        return done.entrySet().stream()
                .filter(each -> each.getKey() <= gap.window().toNanos())
                .reduce((earlier, later) -> later)
                .map(last -> "what was done last before it ended: %s, from %s on"
                        .formatted(last.getValue(), Quantities.moment(last.getKey())));
    }

    private static Optional<String> tooSparse(Evidence evidence, List<Op> writes, Duration limit) {
        Optional<Span> fault = evidence.faultWindow();
        Span window = fault.orElseGet(() -> new Span(
                writes.getFirst().dueNanos(),
                Math.max(writes.getFirst().dueNanos(), writes.getLast().dueNanos())));
        long attempts = writes.stream()
                .filter(op -> op.sentNanos() >= window.fromNanos() && op.sentNanos() <= window.toNanos())
                .count();
        long needed = Math.max(
                ATTEMPTS_PER_LIMIT,
                Math.ceilDiv(window.widthNanos() * ATTEMPTS_PER_LIMIT, Math.max(1, limit.toNanos())));
        if (attempts >= needed) {
            return Optional.empty();
        }
        return Optional.of("Only %s attempted while %s; %d are needed to measure a gap of %s."
                .formatted(
                        attempts == 1 ? "1 write was" : "%d writes were".formatted(attempts),
                        fault.isPresent() ? "something was broken" : "the load ran",
                        needed,
                        Quantities.length(limit)));
    }
}
