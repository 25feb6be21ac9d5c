package muster.lab;

import java.io.IOException;
import java.io.Writer;
import java.util.Optional;
import muster.engine.history.ClusterException;

/**
 * A lab that is coming up: {@code unshare}, and the first process that it makes. Until that one is told to stay it ends when we do: it
 * reads our end of a pipe.
 *
 * @param process that of {@code unshare}
 */
public record Unshared(Process process) {

    private static final String GONE = "the lab's first process ended while the lab came up";

    /** The number of the first process; empty if it is not made yet, or has ended. */
    Optional<Long> pid() {
        return ProcessTable.children(process.pid()).stream().findFirst();
    }

    /**
     * The first process.
     *
     * @throws ClusterException if it has ended
     */
    public FirstProcess first() {
        return FirstProcess.of(pid().orElseThrow(() -> new ClusterException(GONE)));
    }

    /**
     * From now on it outlives us.
     *
     * @throws ClusterException if it has ended
     */
    public void letStay() {
        try (Writer pipe = process.outputWriter()) {
            pipe.write("stay\n");
        } catch (IOException e) {
            throw new ClusterException(GONE, e);
        }
    }

    /**
     * Kills the first process, or unshare if that has not made it yet. Never both: unshare ends after the first process has taken
     * everything with it, and that is what can be waited for.
     */
    void kill() {
        pid().flatMap(ProcessHandle::of).ifPresentOrElse(ProcessHandle::destroyForcibly, process::destroyForcibly);
    }

    /** Ends what was begun, and returns only when it is gone: a new lab may want the same ports at once. An interruption is kept. */
    public void end() {
        boolean interrupted = Thread.interrupted();
        kill();
        while (true) {
            try {
                process.waitFor();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
