package muster.engine.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import muster.engine.history.OperatorException;
import muster.engine.history.StateFolder;

/**
 * While it is raised, nothing is broken from a state directory. The nodes of a site have a flag of their own, for drills from others.
 *
 * @param state where it lies
 */
public record HaltFlag(StateFolder state) {

    /**
     * Raises it.
     *
     * @param why what others are told
     * @throws OperatorException if it cannot be written
     */
    public void raise(String why) {
        Path fresh = state.halted().resolveSibling("halted.new");
        try {
            Files.createDirectories(state.path());
            Files.writeString(fresh, why + "\n");
            Files.move(fresh, state.halted(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** Lowers it; false if it was not raised. */
    public boolean lower() {
        try {
            return Files.deleteIfExists(state.halted());
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** Why drills are halted; empty if they are not. */
    public Optional<String> why() {
        try {
            return Files.exists(state.halted())
                    ? Optional.of(Files.readString(state.halted()).strip())
                    : Optional.empty();
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /**
     * Does nothing while it is down.
     *
     * @throws OperatorException if it is raised
     */
    public void refuseIfRaised() {
        why().ifPresent(why -> {
            throw new OperatorException("drills are halted: " + why, "muster resume");
        });
    }

    private OperatorException unwritable(IOException cause) {
        return new OperatorException(
                "%s cannot be changed: %s".formatted(state.halted(), cause.getMessage()),
                "make the folder writable, or name another one in MUSTER_STATE_HOME",
                cause);
    }
}
