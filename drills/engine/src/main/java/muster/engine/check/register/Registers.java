package muster.engine.check.register;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import muster.engine.history.Op;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether calls on registers are linearizable: each register by itself, for linearizability is local (Herlihy & Wing 1990).
 *
 * <p>The algorithm is that of zones (Gibbons & Korach 1997; Golab, Li & Shah 2011), and needs what our workload keeps: every value is
 * written once. Chains of compare-and-sets are one block each; that step is our own, and a brute-force search stands against it in
 * the tests. A register holds nothing, {@code null}, before its first write. Reads of whatever a member has are no part of it, nor are
 * transfers and snapshots.
 */
public final class Registers {

    private Registers() {}

    /** Decides. */
    public static Decision decide(List<Op> history) {
        List<Op> calls = history.stream()
                .filter(op -> op.kind().onRegister() && !op.kind().local())
                .toList();
        String unfit = unfit(calls);
        if (unfit != null) {
            return new Decision.Unfit(unfit);
        }
        Map<String, List<Op>> registers = new HashMap<>();
        for (Op op : calls) {
            registers.computeIfAbsent(op.key(), key -> new ArrayList<>()).add(op);
        }
        long judged = 0;
        for (Map.Entry<String, List<Op>> entry : registers.entrySet()) {
            Register register = new Register(entry.getKey());
            Decision decision = register.decide(entry.getValue());
            if (!(decision instanceof Decision.Linearizable linearizable)) {
                return decision;
            }
            judged += linearizable.calls();
        }
        return new Decision.Linearizable(judged, registers.size());
    }

    private static @Nullable String unfit(List<Op> calls) {
        for (Op op : calls) {
            if (op.returnNanos() < op.sentNanos()) {
                return "call %d returned before it was sent".formatted(op.id());
            }
            if (op.mutates() && op.argument() == null) {
                return "call %d writes nothing".formatted(op.id());
            }
        }
        return overlapping(calls);
    }

    /** Two calls of one process of which the later was sent while the earlier was under way; in words, or null if there are none. */
    private static @Nullable String overlapping(List<Op> calls) {
        Op[] ordered = calls.toArray(Op[]::new);
        Arrays.sort(ordered, (left, right) -> {
            int byProcess = Long.compare(left.process(), right.process());
            return byProcess != 0 ? byProcess : Long.compare(left.sentNanos(), right.sentNanos());
        });
        for (int i = 1; i < ordered.length; i++) {
            Op before = ordered[i - 1];
            Op op = ordered[i];
            if (op.process() == before.process() && op.sentNanos() < before.doneNanos()) {
                return "process %d sent call %d while call %d was under way"
                        .formatted(op.process(), op.id(), before.id());
            }
        }
        return null;
    }
}
