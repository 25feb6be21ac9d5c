package muster.cli.command;

import muster.engine.drill.Drill;
import muster.engine.fault.Fault;
import muster.engine.history.OperatorException;
import muster.lab.DiskLimit;
import muster.lab.LabSite;
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

    @Option(names = "--etcd", paramLabel = "0|3|5", description = "How many etcd members (default: 3).")
    private @Nullable Integer members;

    @Option(
            names = "--postgres",
            paramLabel = "0|2|3",
            description = "How many PostgreSQL servers: a primary and its standbys (default: 0).")
    private @Nullable Integer servers;

    @Option(
            names = "--disk-limit",
            paramLabel = "SIZE",
            description = "Each member's data on a file system of its own, of this size: 512M, 1G.")
    private @Nullable String disk;

    @Option(names = "--clocks", description = "PostgreSQL servers whose clocks can be set, by libfaketime.")
    private boolean clocks;

    /** The shape that was asked for, or the usual one. */
    Shape shape() {
        return onTopOf(Shape.USUAL);
    }

    /** The shape that was asked for; what was left open is what a drill needs. */
    Shape shape(Drill drill) {
        Shape base = drill.store().equals(LabSite.POSTGRES) ? Shape.PAIR : Shape.USUAL;
        Shape roomy = breaks(drill, Fault.DiskFull.class) ? base.with(DiskLimit.USUAL) : base;
        return onTopOf(breaks(drill, Fault.ClockJump.class) && base.postgres() > 0 ? roomy.withClocks() : roomy);
    }

    private static boolean breaks(Drill drill, Class<? extends Fault> fault) {
        return drill.injects().stream().anyMatch(inject -> fault.isInstance(inject.fault()));
    }

    /** @throws OperatorException if a lab that is up has not what was asked for */
    void refuseOther(Shape up) {
        Shape asked = onTopOf(up);
        if (!asked.equals(up)) {
            throw new OperatorException(
                    "the lab that is up has %s, not %s".formatted(up.words(), asked.words()), "muster lab down");
        }
    }

    /** @throws OperatorException if a lab's shape was asked for beside something that is no lab */
    void refuseWith(String flag) {
        if (timers != null || members != null || servers != null || disk != null || clocks) {
            throw OperatorException.usage(
                    "--timers, --etcd, --postgres, --disk-limit and --clocks shape the lab, and do not go with " + flag,
                    "leave them out");
        }
    }

    private Shape onTopOf(Shape base) {
        return new Shape(
                members == null ? base.etcd() : members,
                timers == null ? base.profile() : timers,
                servers == null ? base.postgres() : servers,
                disk == null ? base.disk() : DiskLimit.of(disk),
                clocks || base.clocks());
    }
}
