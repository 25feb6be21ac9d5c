package muster.engine.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import muster.engine.cluster.Store;
import muster.engine.history.Member;
import muster.engine.history.Sighting;
import muster.engine.history.View;

/** Asks every member about itself, once and all at the same time. */
public final class Look {

    private Look() {}

    /**
     * What the members say.
     *
     * @param zeroNanos {@link System#nanoTime()} at the zero that sightings count from
     * @param deadline for each member
     * @throws InterruptedException if this thread is interrupted
     */
    public static View around(Store store, List<Member> members, long zeroNanos, Duration deadline)
            throws InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Sighting>> asked = new ArrayList<>();
            for (Member member : members) {
                asked.add(threads.submit(() -> store.look(member, zeroNanos, deadline)));
            }
            List<Sighting> sightings = new ArrayList<>();
            for (Future<Sighting> answer : asked) {
                sightings.add(answer.get());
            }
            return new View(sightings);
        } catch (ExecutionException e) {
            throw new IllegalStateException("looking at a member must not fail", e.getCause());
        }
    }
}
