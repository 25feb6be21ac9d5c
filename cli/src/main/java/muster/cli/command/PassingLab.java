package muster.cli.command;

import java.util.logging.Level;
import java.util.logging.Logger;
import muster.engine.history.StateFolder;
import muster.lab.Lab;

/**
 * Takes a lab down that a run brought up: when the run closes it, or when a signal ends the process in the moments in which nothing is
 * broken and no drill catches it, such as while the plan is shown.
 */
final class PassingLab implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(PassingLab.class.getName());

    private final StateFolder state;
    private final Thread hook;

    PassingLab(StateFolder state) {
        this.state = state;
        this.hook = new Thread(this::down, "passing-lab");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending: the hook does it, and is waited for.
            LOG.log(Level.FINE, "a signal ends the process", e);
            return;
        }
        down();
    }

    private void down() {
        try {
            var _ = Lab.down(state.lab(), words -> {});
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
