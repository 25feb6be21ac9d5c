package muster.postgres;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one client to one server: made as they are needed, at most so many, used by one call at a time. Those made before
 * the server was lost are dropped unused.
 */
final class Lines implements AutoCloseable {

    /** Makes a connection. */
    interface Opener {
        /**
         * Makes one, and waits for it.
         *
         * @throws SQLException if that fails
         */
        Line open(long generation) throws SQLException;
    }

    private final int most;
    private final Opener opener;
    private final LongSupplier generation;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition given = lock.newCondition();
    private final Deque<Line> idle = new ArrayDeque<>();
    private final Set<Line> busy = new HashSet<>();
    private int opening;
    private boolean closed;

    /** @param generation of the server: another one each time it was lost */
    Lines(int most, Opener opener, LongSupplier generation) {
        this.most = most;
        this.opener = opener;
        this.generation = generation;
    }

    /**
     * A connection for one call: an idle one, or a new one, or the first that is given back in time.
     *
     * @return null if all are busy until then, or this object is closed
     * @throws SQLException if a new one could not be made
     * @throws InterruptedException if this thread is interrupted
     */
    @Nullable
    Line take(Duration patience) throws SQLException, InterruptedException {
        long now = generation.getAsLong();
        lock.lock();
        try {
            long left = patience.toNanos();
            while (!closed) {
                Line line = idle.pollFirst();
                if (line != null && line.generation() == now) {
                    busy.add(line);
                    return line;
                }
                if (line != null) {
                    line.abandon();
                } else if (busy.size() + opening < most) {
                    break;
                } else if (left <= 0) {
                    return null;
                } else {
                    left = given.awaitNanos(left);
                }
            }
            if (closed) {
                return null;
            }
            opening++;
        } finally {
            lock.unlock();
        }
        return fresh(now);
    }

    private @Nullable Line fresh(long now) throws SQLException {
        Line line = null;
        try {
            line = opener.open(now);
        } finally {
            lock.lock();
            try {
                opening--;
                if (line != null && !closed) {
                    busy.add(line);
                } else {
                    given.signal();
                }
            } finally {
                lock.unlock();
            }
        }
        if (line != null && !holds(line)) {
            line.abandon();
            return null;
        }
        return line;
    }

    private boolean holds(Line line) {
        lock.lock();
        try {
            return busy.contains(line);
        } finally {
            lock.unlock();
        }
    }

    /** Gives a connection back after a call. */
    void give(Line line) {
        lock.lock();
        try {
            if (busy.remove(line)) {
                idle.addFirst(line);
                given.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Drops a connection that is of no more use. */
    void drop(Line line) {
        lock.lock();
        try {
            busy.remove(line);
            given.signal();
        } finally {
            lock.unlock();
        }
        line.abandon();
    }

    /** Closes all connections; calls that are under way fail. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            idle.forEach(Line::abandon);
            busy.forEach(Line::abandon);
            idle.clear();
            busy.clear();
            given.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** In words. */
    String limit() {
        return "all %d connections wait for an answer".formatted(most);
    }
}
