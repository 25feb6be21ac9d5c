package muster.engine.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import muster.engine.history.Op;
import muster.engine.history.Span;

/**
 * Measures the longest time between two neighbouring acknowledgements, over calls that may overlap.
 *
 * <p>An acknowledgement that was heard at one moment was given a little earlier: after its call was sent, and not earlier than the
 * usual latency (the median of the acknowledged calls) before it was heard. A call that took longer was held by the store, as etcd
 * holds writes until a leader is elected, and its waiting is part of the gap. So each acknowledgement has a small interval, and the
 * gap is given as the interval of all lengths that fit: where calls do not overlap, from the earlier one heard to the later one
 * given at least, and from the earlier one given to the later one heard at most.
 *
 * <p>The first call that was sent and the last one count as acknowledgements, so that a time without any at the beginning or at the
 * end is a gap too. Calls whose outcome is unknown end no gap: their clients were told nothing. A late acknowledgement counts when it
 * was heard.
 */
public final class Gaps {

    /** How exactly the lower bound is searched for. */
    private static final long RESOLUTION_NANOS = 10_000;

    private final List<Acknowledgement> order;

    private Gaps(List<Acknowledgement> order) {
        this.order = order;
    }

    /** One acknowledgement: not given before it was given, and heard when it was heard. */
    private record Acknowledgement(long givenNanos, long heardNanos, long op) {}

    /**
     * The longest gap among these calls.
     *
     * @param calls calls of one kind, acknowledged or not
     * @param stallNanos by how much a moment that we noted may be late; the bounds are widened by what it is at either end
     * @return empty if no call was acknowledged
     */
    public static Optional<Gap> longest(List<Op> calls, LongUnaryOperator stallNanos) {
        List<Op> acknowledged =
                calls.stream().filter(op -> op.settled().acknowledged()).toList();
        if (acknowledged.isEmpty()) {
            return Optional.empty();
        }
        long usual = usualNanos(acknowledged);
        List<Acknowledgement> order = new ArrayList<>();
        order.add(end(calls.stream().mapToLong(Op::sentNanos).min().orElseThrow()));
        for (Op op : acknowledged) {
            long given = Math.max(op.sentNanos(), op.returnNanos() - usual);
            order.add(new Acknowledgement(given, op.returnNanos(), op.id()));
        }
        order.add(end(LongStream.concat(
                        calls.stream().mapToLong(Op::sentNanos),
                        acknowledged.stream().mapToLong(Op::returnNanos))
                .max()
                .orElseThrow()));
        order.sort(Comparator.comparingLong(Acknowledgement::givenNanos));
        return Optional.of(new Gaps(order).longest(stallNanos, calls));
    }

    private static long usualNanos(List<Op> acknowledged) {
        long[] latencies = acknowledged.stream()
                .mapToLong(op -> op.returnNanos() - op.sentNanos())
                .sorted()
                .toArray();
        return latencies[latencies.length / 2];
    }

    private static Acknowledgement end(long nanos) {
        return new Acknowledgement(nanos, nanos, -1);
    }

    private Gap longest(LongUnaryOperator stallNanos, List<Op> calls) {
        Acknowledgement before = order.getFirst();
        Acknowledgement after = order.getLast();
        Acknowledgement earliest = order.getLast();
        long most = -1;
        for (int i = order.size() - 2; i >= 0; i--) {
            if (order.get(i + 1).heardNanos() <= earliest.heardNanos()) {
                earliest = order.get(i + 1);
            }
            if (earliest.heardNanos() - order.get(i).givenNanos() > most) {
                most = earliest.heardNanos() - order.get(i).givenNanos();
                before = order.get(i);
                after = earliest;
            }
        }
        Span window = new Span(Math.min(before.heardNanos(), after.heardNanos()), after.heardNanos());
        long attempts = calls.stream()
                .filter(op -> op.sentNanos() > window.fromNanos() && op.sentNanos() <= window.toNanos())
                .count();
        return new Gap(
                attempts,
                window,
                Math.max(0, leastNanos(most) - stallNanos.applyAsLong(window.toNanos())),
                most + stallNanos.applyAsLong(window.fromNanos()),
                after.op(),
                new Span(after.givenNanos(), after.heardNanos()));
    }

    /** The smallest longest distance that any choice of moments leaves. */
    private long leastNanos(long most) {
        long impossible = 0;
        long possible = most;
        while (possible - impossible > RESOLUTION_NANOS) {
            long middle = impossible + (possible - impossible) / 2;
            if (bridged(middle)) {
                possible = middle;
            } else {
                impossible = middle;
            }
        }
        return impossible;
    }

    /**
     * True if moments can be chosen so that no two neighbours are farther apart than {@code nanos}. The next moment is always that of
     * the acknowledgement heard first among those within reach, as late as it may be: whoever must come early is used early.
     */
    private boolean bridged(long nanos) {
        PriorityQueue<Long> within = new PriorityQueue<>();
        long reached = order.getFirst().givenNanos();
        int next = 1;
        while (true) {
            while (next < order.size() && order.get(next).givenNanos() <= reached + nanos) {
                within.add(order.get(next++).heardNanos());
            }
            while (!within.isEmpty() && within.element() <= reached) {
                within.remove();
            }
            if (within.isEmpty()) {
                return next == order.size();
            }
            reached = Math.min(within.remove(), reached + nanos);
        }
    }
}
