package muster.cli.command;

import java.util.Optional;
import muster.lab.Shape;
import muster.lab.TimerProfile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that give a lab its shape. */
final class LabFlags {

    @Option(
            names = "--timers",
            paramLabel = "stock|k3s",
            description = "Heartbeat and election time-out: stock 100/1000 ms (default), k3s 500/5000 ms.")
    private @Nullable TimerProfile timers;

    @Option(names = "--etcd", paramLabel = "3|5", description = "How many etcd members (default: 3).")
    private @Nullable Integer members;

    /** The shape that was asked for; empty if none was, so that any lab will do. */
    Optional<Shape> asked() {
        return timers == null && members == null ? Optional.empty() : Optional.of(shape());
    }

    /** The shape that was asked for, or the usual one. */
    Shape shape() {
        return new Shape(
                members == null ? Shape.USUAL.etcd() : members, timers == null ? Shape.USUAL.profile() : timers);
    }
}
