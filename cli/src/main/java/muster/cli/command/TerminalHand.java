package muster.cli.command;

import java.io.IOException;
import java.time.Duration;
import muster.cli.Terminal;
import muster.engine.cluster.Hand;
import muster.engine.drill.Drill;
import muster.engine.drill.Step;
import muster.engine.history.OperatorException;

/** The person before the terminal. */
final class TerminalHand implements Hand {

    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Terminal terminal;

    TerminalHand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** @throws OperatorException if the drill wants a hand, and there is no terminal to ask for it */
    void demandFor(Drill drill) {
        boolean wanted = drill.timeline().stream().anyMatch(TerminalHand::byHand);
        if (wanted && !terminal.answers()) {
            throw new OperatorException(
                    "%s wants a node switched off and on by hand, and there is no terminal to say when"
                            .formatted(drill.name()),
                    "start it in a terminal: muster run " + drill.name());
        }
    }

    private static boolean byHand(Step step) {
        return switch (step) {
            case Step.Inject inject ->
                inject.fault().byHand() || inject.steps().stream().anyMatch(TerminalHand::byHand);
            case Step.Steady _, Step.Act _, Step.AwaitRedundancy _ -> false;
        };
    }

    @Override
    public void ask(String what) throws InterruptedException {
        // The live line may stand there.
        terminal.err().printf("%s  >> %s, then press Enter%n", terminal.live() ? "\r\u001b[2K" : "", what);
        terminal.err().flush();
        try {
            int said = 0;
            while (said != '\n') {
                // A blocked read cannot be interrupted.
                while (System.in.available() == 0) {
                    Thread.sleep(PAUSE);
                }
                said = System.in.read();
            }
        } catch (IOException e) {
            // The terminal is gone, and the person with it.
            terminal.err().println("  nobody can be asked any more: " + e.getMessage());
        }
    }
}
