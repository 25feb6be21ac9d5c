package muster.cli.command;

import muster.cli.Terminal;
import muster.cli.Workbench;
import muster.cli.screen.LiveLine;
import muster.lab.Lab;
import muster.lab.Shape;

/** Brings the lab up before the operator's eyes. */
final class LabLift {

    private final Workbench workbench;

    LabLift(Workbench workbench) {
        this.workbench = workbench;
    }

    Lab.Raised up(Shape shape, boolean passing) throws InterruptedException {
        LabOfK3s.refuseBeside(workbench);
        Terminal terminal = workbench.terminal();
        long before = System.nanoTime();
        try (LiveLine line = new LiveLine(terminal.err(), terminal.live(), workbench.columns())) {
            Lab.Raised raised =
                    Lab.up(workbench.state().lab(), shape, passing, words -> line.set(() -> "lab: " + words));
            line.set(null);
            if (!raised.already()) {
                line.say(terminal.errStyle()
                        .faint("lab: %s, healthy after %.1f s"
                                .formatted(shape.words(), (System.nanoTime() - before) / 1e9)));
            }
            return raised;
        }
    }
}
