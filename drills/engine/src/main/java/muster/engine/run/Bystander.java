package muster.engine.run;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import muster.engine.cluster.Beside;
import muster.engine.cluster.Store;
import muster.engine.drill.Workload;
import muster.engine.history.ClusterException;
import muster.engine.history.Event;
import muster.engine.history.Found;
import muster.engine.history.HistoryLog;
import muster.engine.history.RunFolder;
import muster.engine.history.SealedFile;
import muster.engine.history.Sighting;
import muster.engine.history.View;
import org.jspecify.annotations.Nullable;

/**
 * One store that is watched beside that of the drill: a small load of its own, through the same clients, with files of its own, by the same
 * clock. It breaks nothing and is never the reason why a drill stops breaking something, but for what cannot be written down.
 */
final class Bystander implements AutoCloseable {

    /** Writes alone, by every member in turn: the time without any is told to some hundredths of a second while one of three is dead. */
    private static final int RATE = 30;

    private static final int KEYS = 16;
    private static final Duration DEADLINE = Duration.ofSeconds(1);
    private static final Duration PERIOD = Duration.ofMillis(200);

    private final Beside beside;
    private final String run;
    private final RunClock clock;
    private final Journal journal;
    private final HistoryLog history;
    private final SealedFile views;
    private final LeftWorkload note;
    private @Nullable Load load;
    private @Nullable Lookout lookout;
    private long shed;

    /** @param note of what it writes, which is closed with it */
    Bystander(Beside beside, String run, RunFolder folder, RunClock clock, Journal journal, LeftWorkload note)
            throws IOException {
        this.beside = beside;
        this.run = run;
        this.clock = clock;
        this.journal = journal;
        this.note = note;
        this.history = HistoryLog.create(folder.history(store().name()));
        this.views = SealedFile.open(folder.views(store().name()));
    }

    /** @throws ClusterException if the store does not take the load */
    void prepare(Duration limit) throws InterruptedException {
        store().prepare(run, limit);
        View view = Look.around(store(), beside.members(), clock.zeroNanos(), DEADLINE);
        if (!view.quorum().full()) {
            throw new ClusterException("%s, which is to be watched beside: %s"
                    .formatted(store().name(), view.quorum().words()));
        }
        String version = view.standings().values().stream()
                .map(Sighting.Answer::version)
                .distinct()
                .collect(Collectors.joining(", "));
        journal.accept(new Event.BesideBegan(
                store().name(), version, beside.members(), beside.timers(), store().instrument()));
    }

    void start() {
        Pulse pulse = new Pulse(beside.members(), clock);
        Workload workload = new Workload(beside.members().size(), RATE, KEYS, 0, 0, DEADLINE);
        Load begun = new Load(workload, store(), run, beside.members(), history, clock, pulse);
        load = begun;
        lookout = new Lookout(store(), beside.members(), views, clock, pulse, PERIOD);
        begun.start();
    }

    /** @throws IOException if something could not be written down */
    void check() throws IOException {
        if (load != null && lookout != null) {
            load.check();
            lookout.check();
        }
    }

    void force() throws IOException {
        history.force();
        views.force();
    }

    void drain() {
        if (load != null) {
            load.drain();
        }
    }

    /** Reads back and removes what was written, once it is at rest. */
    void settle(Duration limit) throws IOException, InterruptedException {
        rest();
        try {
            List<Found> found = store().readBack(run, limit);
            for (Found write : found) {
                history.found(write);
            }
            force();
            journal.accept(new Event.BesideReadBack(store().name(), found.size(), shed));
            Store.Removal removal = store().remove(run, limit);
            if (removal.left() == 0) {
                note.forget();
            }
            journal.accept(new Event.BesideRemoved(store().name(), removal.keys(), removal.left()));
        } catch (ClusterException e) {
            journal.accept(
                    new Event.Failed("%s, which was watched beside: %s".formatted(store().name(), e.getMessage())));
        }
    }

    /** Lets go of its clients and files; what it wrote and could not remove stays noted. */
    @Override
    public void close() throws IOException {
        rest();
        try (note;
                views;
                history) {
            force();
        }
    }

    private void rest() {
        if (lookout != null) {
            lookout.close();
            lookout = null;
        }
        if (load != null) {
            shed = load.shed();
            load.close();
            load = null;
        }
    }

    private Store store() {
        return beside.store();
    }
}
