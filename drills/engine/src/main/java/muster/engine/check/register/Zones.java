package muster.engine.check.register;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks for two blocks each of which must stand before the other: two forward zones that overlap, or a backward zone inside a forward
 * one. There is a linearization exactly if there are none (Gibbons & Korach 1997).
 */
final class Zones {

    private Zones() {}

    static Decision.@Nullable Violated conflict(String key, List<Block> blocks) {
        List<Block> forward = new ArrayList<>();
        for (Block block : blocks) {
            if (block.forward()) {
                forward.add(block);
            }
        }
        forward.sort(Comparator.comparingLong(Block::returnedNanos));
        for (int i = 1; i < forward.size(); i++) {
            if (forward.get(i).returnedNanos() < forward.get(i - 1).sentNanos()) {
                return Sentences.conflict(key, forward.get(i - 1), forward.get(i));
            }
        }
        for (Block block : blocks) {
            if (block.forward()) {
                continue;
            }
            Block around = lastBefore(forward, block.sentNanos());
            if (around != null && block.returnedNanos() < around.sentNanos()) {
                return Sentences.conflict(key, around, block);
            }
        }
        return null;
    }

    /** The last forward zone that begins before a moment. They do not overlap, so that no other can reach farther. */
    private static @Nullable Block lastBefore(List<Block> forward, long nanos) {
        int low = 0;
        int high = forward.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (forward.get(middle).returnedNanos() < nanos) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == 0 ? null : forward.get(low - 1);
    }
}
