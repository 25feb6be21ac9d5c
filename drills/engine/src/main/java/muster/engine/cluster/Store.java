package muster.engine.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import muster.engine.history.Evidence;
import muster.engine.history.Found;
import muster.engine.history.Member;
import muster.engine.history.Outcome;
import muster.engine.history.Sighting;

/**
 * A server's language. Safe for threads.
 *
 * <p>Its workload touches only what belongs to one run and leaves nothing behind. A write does two things in one atomic step: it sets
 * the register, and it keeps its own id with its value, so that every acknowledged write can be looked for after recovery.
 *
 * <p>An insert is a write under a key that nobody used; where one stands there, it is refused and changes nothing. A transfer takes its
 * amount from one account and gives it to another in one atomic step, under its own id like every write; its value is its text. A
 * snapshot answers with the text of {@link muster.engine.history.Balances}, or with nothing as long as there are no accounts. A store
 * that keeps no accounts refuses transfers and snapshots.
 */
public interface Store extends AutoCloseable {

    /** Its word in a drill: {@code etcd}. */
    String name();

    /** How its probes connect: time-outs and back-off, one line each, for the report. */
    List<String> instrument();

    /**
     * Opens a client of one member. Does not wait for the connection.
     *
     * @param run the run that the client's calls belong to
     */
    Client open(String run, Member member);

    /**
     * Asks one member about itself, on a connection of its own that is kept between calls.
     *
     * @param zeroNanos {@link System#nanoTime()} at the run's zero
     * @param deadline after which the answer is no longer waited for
     * @return what it said; never fails, an error is a kind of answer
     * @throws InterruptedException if this thread is interrupted
     */
    Sighting look(Member member, long zeroNanos, Duration deadline) throws InterruptedException;

    /**
     * One read through the store's order at one member, which proves that a majority serves; it reads a key that need not exist.
     *
     * @return its outcome; never fails
     * @throws InterruptedException if this thread is interrupted
     */
    Outcome serve(Member member, Duration deadline) throws InterruptedException;

    /**
     * One read of whatever the member itself has, perhaps stale.
     *
     * @return its outcome; never fails
     * @throws InterruptedException if this thread is interrupted
     */
    Outcome serveLocally(Member member, Duration deadline) throws InterruptedException;

    /**
     * Makes the place where the run's keys will live.
     *
     * @throws muster.engine.history.ClusterException if the store does not take it
     * @throws InterruptedException if this thread is interrupted
     */
    void prepare(String run, Duration deadline) throws InterruptedException;

    /**
     * Reads back every write of the run that stands in the store, through the store's order.
     *
     * @throws muster.engine.history.ClusterException if no member serves the read
     * @throws InterruptedException if this thread is interrupted
     */
    List<Found> readBack(String run, Duration deadline) throws InterruptedException;

    /**
     * Exports every row that stands on a server and was never in the store's own line of history, because the server's data was taken away
     * when another one's won. Changes nothing in the store.
     *
     * @param evidence of the run so far: it tells which client was told of which write
     * @param remains a server on a copy of that data
     * @param folder which this makes, unless there is nothing to be exported
     * @return empty for a store whose servers never lose what they acknowledged to another server's data
     * @throws muster.engine.history.ClusterException if it cannot be told, or not be written: nothing may be called lost then
     * @throws InterruptedException if this thread is interrupted
     */
    default Optional<Salvage> salvage(Evidence evidence, Member remains, Path folder) throws InterruptedException {
        return Optional.empty();
    }

    /**
     * Deletes all that the run wrote, and looks again.
     *
     * @throws muster.engine.history.ClusterException if no member does it
     * @throws InterruptedException if this thread is interrupted
     */
    Removal remove(String run, Duration deadline) throws InterruptedException;

    /**
     * What a deletion did.
     *
     * @param keys how many were deleted
     * @param left how many were still there when asked again
     */
    record Removal(long keys, long left) {}

    /**
     * What stood on a server whose data was taken away.
     *
     * @param writes of the run, those that the store has as well among them
     * @param rows how many were exported, of all tables
     */
    record Salvage(List<Found> writes, long rows) {
        /** Copies the list. */
        public Salvage {
            writes = List.copyOf(writes);
        }
    }

    @Override
    void close();
}
