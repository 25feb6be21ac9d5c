package muster.engine.check.register;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import muster.engine.history.Op;
import muster.engine.history.Outcome;
import org.jspecify.annotations.Nullable;

/** The calls on one register, gathered by the value that they wrote or saw. */
final class Register {

    private final String key;
    private final Cluster initial = new Cluster(null);
    private final Map<String, Cluster> clusters = new HashMap<>();
    private final List<Op> reads = new ArrayList<>();
    private long calls;

    Register(String key) {
        this.key = key;
    }

    Decision decide(List<Op> ops) {
        for (Op op : ops) {
            if (!op.mutates()) {
                reads.add(op);
            } else if (comparisonFailed(op)) {
                reads.add(op);
            } else if (clusters.putIfAbsent(Objects.requireNonNull(op.argument()), new Cluster(op)) != null) {
                return new Decision.Unfit("the value %s was written twice to %s".formatted(op.argument(), key));
            }
        }
        Decision.Violated wrong = gather();
        if (wrong == null) {
            wrong = chain();
        }
        if (wrong != null) {
            return wrong;
        }
        List<Block> blocks = new ArrayList<>();
        wrong = blocks(blocks);
        if (wrong == null) {
            wrong = Zones.conflict(key, blocks);
        }
        return wrong == null ? new Decision.Linearizable(calls, 1) : wrong;
    }

    /** Gives every read to the value that it saw. */
    private Decision.@Nullable Violated gather() {
        for (Op op : reads) {
            if (!op.settled().acknowledged()) {
                continue;
            }
            calls++;
            String value = observed(op);
            if (op.mutates() && Objects.equals(value, op.expected())) {
                return new Decision.Violated(key, Sentences.refusedComparison(op, value), List.of(op));
            }
            Cluster cluster = cluster(value);
            if (cluster == null) {
                return new Decision.Violated(key, Sentences.neverWritten(op, value), List.of(op));
            }
            Op write = cluster.write;
            if (write != null && write.settled() instanceof Outcome.Refused) {
                return new Decision.Violated(key, Sentences.refusedWrite(op, value, write), List.of(write, op));
            }
            cluster.read(op);
        }
        return null;
    }

    /**
     * Links each compare-and-set that took effect to the value it replaced. An unknown one did so surely if its value was seen; then the
     * value that it replaced had stood, and so on.
     */
    private Decision.@Nullable Violated chain() {
        ArrayDeque<Cluster> surely = new ArrayDeque<>();
        for (Cluster cluster : clusters.values()) {
            cluster.observed |= acknowledged(cluster);
            if (cluster.observed) {
                surely.add(cluster);
            }
        }
        while (!surely.isEmpty()) {
            Cluster cluster = surely.remove();
            Op swap = Objects.requireNonNull(cluster.write);
            calls++;
            if (swap.kind() != Op.Kind.COMPARE_AND_SET) {
                continue;
            }
            Cluster old = cluster(swap.expected());
            if (old == null) {
                return new Decision.Violated(key, Sentences.neverWritten(swap, swap.expected()), List.of(swap));
            }
            Op write = old.write;
            if (write != null && write.settled() instanceof Outcome.Refused) {
                return new Decision.Violated(
                        key, Sentences.refusedWrite(swap, swap.expected(), write), List.of(write, swap));
            }
            if (old.next != null) {
                Op other = Objects.requireNonNull(old.next.write);
                return new Decision.Violated(key, Sentences.replacedTwice(swap, other), List.of(other, swap));
            }
            old.next = cluster;
            if (!old.observed && write != null) {
                old.observed = true;
                surely.add(old);
            }
        }
        return null;
    }

    private Decision.@Nullable Violated blocks(List<Block> blocks) {
        int linked = 0;
        Collection<Cluster> values = clusters.values();
        List<Cluster> heads = new ArrayList<>(values.size() + 1);
        heads.add(initial);
        for (Cluster cluster : values) {
            if (cluster.observed) {
                linked++;
                if (!swapped(cluster)) {
                    heads.add(cluster);
                }
            }
        }
        for (Cluster head : heads) {
            Block block = new Block(head == initial);
            for (Cluster cluster = head; cluster != null; cluster = cluster.next) {
                linked -= cluster == initial ? 0 : 1;
                Block.Reversal reversal = block.append(cluster);
                if (reversal != null) {
                    return new Decision.Violated(
                            key, Sentences.reversed(reversal), List.of(reversal.earlier(), reversal.later()));
                }
            }
            blocks.add(block);
        }
        return linked == 0 ? null : cycle(values);
    }

    /** Compare-and-sets that replaced each other's values in a circle: none can have been the first. */
    private Decision.Violated cycle(Collection<Cluster> values) {
        List<Op> circle = values.stream()
                .filter(cluster -> cluster.observed && swapped(cluster) && cluster.next != null)
                .map(cluster -> Objects.requireNonNull(cluster.write))
                .limit(4)
                .toList();
        return new Decision.Violated(key, Sentences.circle(circle), circle);
    }

    private @Nullable Cluster cluster(@Nullable String value) {
        return value == null ? initial : clusters.get(value);
    }

    private static boolean acknowledged(Cluster cluster) {
        return Objects.requireNonNull(cluster.write).settled().acknowledged();
    }

    private static boolean swapped(Cluster cluster) {
        return cluster.write != null && cluster.write.kind() == Op.Kind.COMPARE_AND_SET;
    }

    private static boolean comparisonFailed(Op op) {
        return op.kind() == Op.Kind.COMPARE_AND_SET
                && op.settled().acknowledged()
                && !Objects.equals(observed(op), op.argument());
    }

    private static @Nullable String observed(Op op) {
        return switch (op.settled()) {
            case Outcome.Acked acked -> acked.value();
            case Outcome.AckedLocally acked -> acked.value();
            case Outcome.Refused refused -> null;
            case Outcome.Unknown unknown -> null;
        };
    }
}
