package muster.engine.check.session;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import muster.engine.check.register.Values;
import muster.engine.history.Op;
import muster.engine.history.Stamp;
import org.jspecify.annotations.Nullable;

/**
 * Decides the four session guarantees in O(n log n) for a fixed number of clients.
 *
 * <p>A session is a client: one call comes before another in it if it returned before the other was sent. One value is older than another
 * only where {@link Values} can prove it in real time; what was written side by side is never held against a read. So a breach that is
 * named is one, and there may be more than can be proved.
 *
 * <p>That a server has a write is known from a read that it answered with it; from then on it must show what that write followed. A
 * server that has lost a write again breaks the guarantees of those that relied on it.
 */
public final class Sessions {

    private final Map<String, Values> registers;
    private final Map<Integer, Session> sessions = new HashMap<>();
    private final Map<Guarantee, Tally> tallies = new EnumMap<>(Guarantee.class);

    private static final class Tally {
        private long judged;
        private long broken;
        private Kept.@Nullable Breach first;
        private long firstNanos = Long.MAX_VALUE;
    }

    /** The latest write of one client that a server is known to have, and the read that shows it. */
    private record Shown(Op write, Op read) {}

    private Sessions(Map<String, Values> registers) {
        this.registers = registers;
        for (Guarantee guarantee : Guarantee.values()) {
            tallies.put(guarantee, new Tally());
        }
    }

    /** How each guarantee was kept, in their order; empty if a value was written twice, so that nothing can be told. */
    public static Optional<List<Kept>> decide(List<Op> history) {
        Sessions sessions = new Sessions(Values.of(history));
        if (sessions.registers.values().stream().anyMatch(Values::repeated)) {
            return Optional.empty();
        }
        List<Op> reads = new ArrayList<>();
        Map<String, List<Op>> servers = new HashMap<>();
        for (Op op : history) {
            Stamp stamp = Values.stamp(op);
            if (!op.kind().onRegister() || stamp == null) {
                continue;
            }
            sessions.sessions
                    .computeIfAbsent(op.client(), client -> new Session())
                    .add(op, sessions.values(op));
            if (!op.mutates()) {
                reads.add(op);
                servers.computeIfAbsent(stamp.member(), member -> new ArrayList<>())
                        .add(op);
            }
        }
        sessions.sessions.values().forEach(Session::seal);
        reads.forEach(sessions::own);
        servers.values().forEach(sessions::shown);
        return Optional.of(Arrays.stream(Guarantee.values()).map(sessions::kept).toList());
    }

    private Kept kept(Guarantee guarantee) {
        Tally tally = Objects.requireNonNull(tallies.get(guarantee));
        return new Kept(guarantee, tally.judged, tally.broken, tally.first);
    }

    /** What a client's own session asks of its read. */
    private void own(Op read) {
        Session session = Objects.requireNonNull(sessions.get(read.client()));
        Op wrote = session.latestWrite(read.key(), read.sentNanos());
        if (wrote != null) {
            judge(Guarantee.READ_YOUR_WRITES, read, wrote, () -> Breaches.ownWrite(values(read), wrote, read));
        }
        Op saw = session.latestRead(read.key(), read.sentNanos());
        if (saw != null) {
            judge(Guarantee.MONOTONIC_READS, read, saw, () -> Breaches.ownRead(values(read), saw, read));
        }
    }

    /** What the writes that one server has ask of its later reads. */
    private void shown(List<Op> reads) {
        List<Op> returned = new ArrayList<>(reads);
        returned.sort(Comparator.comparingLong(Op::returnNanos));
        List<Op> sent = new ArrayList<>(reads);
        sent.sort(Comparator.comparingLong(Op::sentNanos));
        Map<Integer, Shown> latest = new HashMap<>();
        int next = 0;
        for (Op read : sent) {
            for (; next < returned.size() && returned.get(next).returnNanos() < read.sentNanos(); next++) {
                Op earlier = returned.get(next);
                Op write = values(earlier).write(Values.value(earlier));
                if (write != null) {
                    latest.merge(
                            write.client(),
                            new Shown(write, earlier),
                            (old, fresh) ->
                                    fresh.write().sentNanos() > old.write().sentNanos() ? fresh : old);
                }
            }
            followed(Guarantee.MONOTONIC_WRITES, read, latest);
            followed(Guarantee.WRITES_FOLLOW_READS, read, latest);
        }
    }

    private void followed(Guarantee guarantee, Op read, Map<Integer, Shown> latest) {
        Op newest = null;
        Shown by = null;
        for (Map.Entry<Integer, Shown> entry : latest.entrySet()) {
            Session session = sessions.get(entry.getKey());
            if (session == null) {
                // Its only calls were never answered.
                continue;
            }
            long before = entry.getValue().write().sentNanos();
            Op known = guarantee == Guarantee.MONOTONIC_WRITES
                    ? session.latestWrite(read.key(), before)
                    : session.latestRead(read.key(), before);
            if (known != null
                    && (newest == null
                            || values(read).floorNanos(known) > values(read).floorNanos(newest))) {
                newest = known;
                by = entry.getValue();
            }
        }
        if (newest == null || by == null) {
            return;
        }
        Op known = newest;
        Shown shown = by;
        judge(guarantee, read, known, () -> Breaches.shown(known, shown.write(), shown.read(), read));
    }

    private void judge(Guarantee guarantee, Op read, Op known, Supplier<Kept.Breach> breach) {
        Tally tally = Objects.requireNonNull(tallies.get(guarantee));
        tally.judged++;
        if (!values(read).older(Values.value(read), Values.value(known))) {
            return;
        }
        tally.broken++;
        if (read.sentNanos() < tally.firstNanos) {
            tally.firstNanos = read.sentNanos();
            tally.first = breach.get();
        }
    }

    private Values values(Op op) {
        return Objects.requireNonNull(registers.get(op.key()));
    }
}
