package muster.lab;

import java.time.Duration;
import java.util.OptionalLong;
import muster.engine.history.ClusterException;

/**
 * The first process of a lab. A process number alone is no identity: numbers are used again.
 *
 * @param pid its number, seen from the machine
 * @param startTicks when it began, in clock ticks since boot
 * @param bootId which boot of the kernel that was
 */
public record FirstProcess(long pid, long startTicks, String bootId) {

    private static final Duration END_LIMIT = Duration.ofSeconds(10);

    /**
     * The process that has a number now.
     *
     * @throws ClusterException if there is none
     */
    static FirstProcess of(long pid) {
        long start = ProcessTable.startTicks(pid)
                .orElseThrow(() -> new ClusterException("the lab's first process ended at once"));
        return new FirstProcess(pid, start, ProcessTable.bootId());
    }

    /** True if this very process lives. */
    public boolean alive() {
        OptionalLong start = ProcessTable.startTicks(pid);
        return start.isPresent()
                && start.getAsLong() == startTicks
                && ProcessTable.bootId().equals(bootId);
    }

    /**
     * Kills it, and with it every process of the lab; the kernel lets it go only after all of them are gone. Does nothing if it is gone.
     *
     * @throws ClusterException if it still lives after ten seconds
     */
    public void end() throws InterruptedException {
        if (!alive()) {
            return;
        }
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        long giveUp = System.nanoTime() + END_LIMIT.toNanos();
        while (alive()) {
            if (System.nanoTime() > giveUp) {
                throw new ClusterException("the lab's first process %d does not end".formatted(pid));
            }
            Thread.sleep(Duration.ofMillis(5));
        }
    }
}
