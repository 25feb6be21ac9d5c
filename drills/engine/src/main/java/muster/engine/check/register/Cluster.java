package muster.engine.check.register;

import muster.engine.history.Op;
import org.jspecify.annotations.Nullable;

/** One value of one register: its write, and the extremes of all reads of it. The initial value has no write. */
final class Cluster {

    final @Nullable Op write;

    @Nullable
    Op firstRead;

    @Nullable
    Op lastRead;

    @Nullable
    Cluster next;

    boolean observed;

    Cluster(@Nullable Op write) {
        this.write = write;
    }

    /** A call that saw this value. */
    void read(Op op) {
        observed = true;
        if (firstRead == null || op.returnNanos() < firstRead.returnNanos()) {
            firstRead = op;
        }
        if (lastRead == null || op.sentNanos() > lastRead.sentNanos()) {
            lastRead = op;
        }
    }
}
