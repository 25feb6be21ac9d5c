package muster.engine.run;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import muster.engine.history.Member;
import muster.engine.history.Op;
import muster.engine.history.Sighting;
import muster.engine.history.View;
import org.jspecify.annotations.Nullable;

/** The state of a run at this moment, for whoever shows progress. Reading it disturbs nothing. Safe for threads. */
public final class Pulse {

    private final java.util.List<Member> members;
    private final RunClock clock;
    private final Map<String, Sighting> latest = new ConcurrentHashMap<>();
    private final AtomicLong writesAcknowledged = new AtomicLong();
    private final AtomicLong readsAcknowledged = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private volatile long lastWriteNanos = Long.MIN_VALUE;

    Pulse(java.util.List<Member> members, RunClock clock) {
        this.members = members;
        this.clock = clock;
    }

    /** The latest word of every member; members that were not asked yet are left out. */
    public View view() {
        return new View(members.stream()
                .map(member -> latest.get(member.name()))
                .filter(java.util.Objects::nonNull)
                .toList());
    }

    /** The latest word of one member; null if it was not asked yet. */
    public @Nullable Sighting sighting(String member) {
        return latest.get(member);
    }

    /** Writes that were acknowledged so far. */
    public long writesAcknowledged() {
        return writesAcknowledged.get();
    }

    /** Reads that were acknowledged so far. */
    public long readsAcknowledged() {
        return readsAcknowledged.get();
    }

    /** Calls that were refused, or whose outcome was unknown when their client stopped waiting. */
    public long failed() {
        return failed.get();
    }

    /** Nanoseconds since the run's zero. */
    public long nowNanos() {
        return clock.getAsLong();
    }

    /** Nanoseconds since a write was last acknowledged; -1 if none was yet. */
    public long sinceLastWriteNanos() {
        long last = lastWriteNanos;
        return last == Long.MIN_VALUE ? -1 : clock.getAsLong() - last;
    }

    void saw(Sighting sighting) {
        latest.put(sighting.member(), sighting);
    }

    void ended(Op op) {
        if (!op.outcome().acknowledged()) {
            failed.incrementAndGet();
            return;
        }
        if (op.mutates()) {
            writesAcknowledged.incrementAndGet();
            lastWriteNanos = op.doneNanos();
            return;
        }
        if (!op.kind().local()) {
            readsAcknowledged.incrementAndGet();
        }
    }
}
