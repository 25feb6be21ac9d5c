package muster.engine.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import muster.engine.cluster.Beside;
import muster.engine.cluster.Site;
import muster.engine.cluster.Store;
import muster.engine.cluster.Surroundings;
import muster.engine.fault.HeldLock;
import muster.engine.fault.Ledger;
import muster.engine.fault.Scene;
import muster.engine.fault.SiteLock;
import muster.engine.history.ClusterException;
import muster.engine.history.Codec;
import muster.engine.history.Entry;
import muster.engine.history.Event;
import muster.engine.history.Found;
import muster.engine.history.HistoryLog;
import muster.engine.history.OperatorException;
import muster.engine.history.RunFacts;
import muster.engine.history.RunFolder;
import muster.engine.history.SealedFile;
import muster.engine.history.Sighting;
import muster.engine.history.StateFolder;
import muster.engine.history.StoreWords;
import muster.engine.history.View;
import org.jspecify.annotations.Nullable;

/**
 * Runs a drill: the load, the lookout and the timeline, from the first event of the journal to the last. Whatever ends a drill early, it
 * heals what is open, removes the workload's keys, and closes the journal.
 */
public final class Runner {

    private static final Duration LOOK_DEADLINE = Duration.ofSeconds(1);
    private static final Duration STORE_LIMIT = Duration.ofSeconds(10);

    /** Longer, because the first call loads most of the store's client, which takes its time on a busy machine. */
    private static final Duration PREPARE_LIMIT = Duration.ofSeconds(30);

    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH-mm-ss'Z'").withZone(ZoneOffset.UTC);

    private final Site site;
    private final Store store;
    private final Ground ground;
    private final StateFolder state;
    private final List<Consumer<Entry>> subscribers;
    private final Consumer<Pulse> started;
    private final AtomicReference<@Nullable String> signal = new AtomicReference<>();
    private final AtomicReference<@Nullable String> stopped = new AtomicReference<>();
    private final Object turn = new Object();
    private @Nullable Thread interruptible;
    private boolean over;

    /**
     * Where a drill is run.
     *
     * @param site where members run
     * @param store in which language they are spoken to
     * @param beside what else is watched there
     * @param surroundings what the cluster says of nodes and the like; asked only while something is watched beside
     */
    public record Ground(Site site, Store store, List<Beside> beside, Surroundings surroundings) {
        /** Copies the list. */
        public Ground {
            beside = List.copyOf(beside);
        }

        /** Where nothing is watched beside. */
        public Ground(Site site, Store store) {
            this(site, store, List.of(), Surroundings.unknown());
        }
    }

    /**
     * @param ground where
     * @param state where the evidence goes
     * @param subscribers see every event after it is on the disk
     * @param started is given the run's pulse once, when the load begins
     */
    public Runner(Ground ground, StateFolder state, List<Consumer<Entry>> subscribers, Consumer<Pulse> started) {
        this.ground = ground;
        this.site = ground.site();
        this.store = ground.store();
        this.state = state;
        this.subscribers = List.copyOf(subscribers);
        this.started = started;
    }

    /**
     * Cancels the drill that runs: it heals and ends. May be called from any thread; only the first call counts. Once the timeline is
     * over there is nothing left to cancel: the writes are still read back and the workload's keys removed.
     *
     * @param name the signal's name, such as {@code INT}
     * @return false if there is nothing left to cancel
     */
    public boolean cancel(String name) {
        synchronized (turn) {
            interruptFor(signal, name);
            return !over;
        }
    }

    private void interruptFor(AtomicReference<@Nullable String> reason, String text) {
        synchronized (turn) {
            if (reason.compareAndSet(null, text) && interruptible != null) {
                interruptible.interrupt();
            }
        }
    }

    /**
     * Runs a drill to its end.
     *
     * @return where the evidence lies; how the run went is told by the evidence alone
     * @throws OperatorException if it could not start; nothing was touched then
     * @throws ClusterException if the store did not take the workload; nothing was broken then
     */
    public RunFolder run(RunRequest request) {
        synchronized (turn) {
            interruptible = Thread.currentThread();
        }
        Instant now = Instant.now();
        String name = request.drill().name() + "/" + NAME.format(now);
        try {
            if (request.plan().harms().isEmpty()) {
                return run(request, name, now, null);
            }
            String who = "%s (process %d of %s)"
                    .formatted(name, ProcessHandle.current().pid(), System.getProperty("user.name"));
            try (StateLock _ = StateLock.take(state, who);
                    SiteLock lock = lockSite(who);
                    LeaseKeeper _ = new LeaseKeeper(lock, why -> interruptFor(stopped, why))) {
                return run(request, name, now, lock);
            }
        } catch (InterruptedException e) {
            throw untouched(e);
        } finally {
            uninterruptible();
        }
    }

    private OperatorException untouched(InterruptedException cause) {
        String what = "cancelled before anything was touched";
        String name = signal.get();
        if (name != null) {
            return OperatorException.interrupted(what, "start again", new Event.Interrupted(name), cause);
        }
        String why = stopped.get();
        return new OperatorException(
                why == null ? what : what + ": the site's lock was lost: " + why, "start again", cause);
    }

    private SiteLock lockSite(String who) throws InterruptedException {
        // Whoever halts raises the flag first and then waits for the drill's lock: asked in this order, none slips
        // through.
        new HaltFlag(state).refuseIfRaised();
        return SiteLock.take(site, who, new HeldLock(state.heldLock()));
    }

    private RunFolder run(RunRequest request, String name, Instant now, @Nullable SiteLock lock)
            throws InterruptedException {
        RunFolder folder = state.begin(name);
        RunClock clock = RunClock.start();
        try (Ledger ledger = Ledger.open(state.ledger());
                Journal journal = new Journal(SealedFile.open(folder.journal()), clock, subscribers);
                SealedFile views = SealedFile.open(folder.views());
                HistoryLog history = HistoryLog.create(folder.history())) {
            Files.writeString(folder.drill(), request.drillText());
            Files.writeString(folder.plan(), Codec.writeIndented(request.plan()) + "\n");
            Files.writeString(folder.command(), request.command() + "\n");
            Recording recording = new Recording(name, folder, clock, journal, views, history, new AtomicBoolean());
            journal.accept(new Event.Began(facts(request, name, now, clock)));
            if (lock != null) {
                journal.accept(new Event.LockTaken(lock.token(), lock.words()));
            }
            try (LeftWorkload workload = LeftWorkload.begin(
                            state, note(name, store, site.part().orElse(null)));
                    Bystanders bystanders = new Bystanders()) {
                for (Beside beside : ground.beside()) {
                    LeftWorkload left = LeftWorkload.begin(state, note(name, beside.store(), null));
                    bystanders.add(new Bystander(beside, name, folder, clock, journal, left));
                }
                conduct(request, recording, bystanders, new Conditions(now, ledger, lock == null ? "" : lock.token()));
                if (recording.removed().get()) {
                    workload.forget();
                }
            }
            if (lock != null) {
                lock.close();
                journal.accept(new Event.LockReleased("released"));
            }
            journal.accept(new Event.Ended());
        } catch (IOException e) {
            throw unwritable(folder, name, e);
        } catch (UncheckedIOException e) {
            throw unwritable(folder, name, e.getCause());
        }
        state.markLatest(folder);
        return folder;
    }

    private LeftWorkload.Note note(String run, Store written, @Nullable String part) {
        return new LeftWorkload.Note(run, site.name(), site.incarnation(), written.name(), part);
    }

    /** Under which a run is conducted: when it began, what is open, and the token of the site's lock. */
    private record Conditions(Instant began, Ledger ledger, String token) {}

    /** The files of one run. */
    private record Recording(
            String run,
            RunFolder folder,
            RunClock clock,
            Journal journal,
            SealedFile views,
            HistoryLog history,
            AtomicBoolean removed) {

        void force() throws IOException {
            history.force();
            views.force();
        }
    }

    private RunFacts facts(RunRequest request, String name, Instant now, RunClock clock) throws InterruptedException {
        View view = Look.around(store, site.members(), clock.zeroNanos(), LOOK_DEADLINE);
        String version = view.standings().values().stream()
                .map(Sighting.Answer::version)
                .distinct()
                .reduce((left, right) -> left + ", " + right)
                .orElse("unknown");
        return new RunFacts(
                name,
                request.drill().name(),
                request.drill().title(),
                site.name(),
                store.name(),
                version,
                request.version(),
                now,
                site.members(),
                site.timers(),
                request.plan().prediction(),
                request.plan().arithmetic(),
                store.instrument(),
                site.latencyDoubt().orElse(null));
    }

    private void conduct(RunRequest request, Recording recording, Bystanders bystanders, Conditions conditions)
            throws IOException, InterruptedException {
        bystanders.prepare(PREPARE_LIMIT);
        store.prepare(recording.run(), PREPARE_LIMIT);
        Pulse pulse = new Pulse(site.members(), recording.clock());
        try (Hiccups hiccups = new Hiccups(recording.clock());
                Flusher flusher = new Flusher(() -> {
                    recording.force();
                    bystanders.force();
                })) {
            Load load = new Load(
                    request.drill().workload(),
                    store,
                    recording.run(),
                    site.members(),
                    recording.history(),
                    recording.clock(),
                    pulse);
            try (load;
                    Lookout lookout = new Lookout(store, site.members(), recording.views(), recording.clock(), pulse)) {
                load.start();
                bystanders.start(new Neighbourhood(ground.surroundings(), recording.journal(), recording.clock()));
                started.accept(pulse);
                Scene scene = new Scene(
                        recording.run(),
                        site,
                        conditions.token(),
                        conditions.ledger(),
                        recording.journal(),
                        recording.clock());
                Timeline timeline = new Timeline(scene, StoreWords.of(store.name()), pulse, () -> {
                    load.check();
                    lookout.check();
                    bystanders.check();
                    flusher.check();
                });
                perform(request, timeline, recording);
                load.drain();
                bystanders.drain();
            }
            recording.journal().accept(hiccups.stop());
            if (load.shed() > 0) {
                recording.journal().accept(new Event.LoadShed(load.shed()));
            }
            settle(recording, conditions.began());
            bystanders.settle(STORE_LIMIT);
        }
    }

    private void perform(RunRequest request, Timeline timeline, Recording recording) throws IOException {
        try {
            if (signal.get() != null || stopped.get() != null) {
                throw new InterruptedException();
            }
            timeline.play(request.drill().timeline());
        } catch (InterruptedException e) {
            String why = stopped.get();
            String name = signal.get();
            recording
                    .journal()
                    .accept(
                            name == null && why != null
                                    ? new Event.Failed("the site's lock was lost: " + why)
                                    : new Event.Interrupted(name == null ? "INT" : name));
        } catch (ClusterException | OperatorException e) {
            recording.journal().accept(new Event.Failed(String.valueOf(e.getMessage())));
        }
        // Whatever is left to do must not be cut short, neither by the signal that ended the drill nor by one that
        // comes now.
        uninterruptible();
        recording.force();
    }

    private void uninterruptible() {
        synchronized (turn) {
            interruptible = null;
            over = true;
            var _ = Thread.interrupted();
        }
    }

    private void settle(Recording recording, Instant began) throws IOException, InterruptedException {
        try {
            List<Found> found = store.readBack(recording.run(), STORE_LIMIT);
            for (Found write : found) {
                recording.history().found(write);
            }
            recording.force();
            recording.journal().accept(new Event.ReadBack(found.size(), "read back through the store's order, by id"));
            salvage(recording, began, found);
            Store.Removal removal = store.remove(recording.run(), STORE_LIMIT);
            recording.removed().set(removal.left() == 0);
            recording.journal().accept(new Event.WorkloadRemoved(removal.keys(), removal.left()));
        } catch (ClusterException e) {
            recording.journal().accept(new Event.Failed(String.valueOf(e.getMessage())));
        }
    }

    private void salvage(Recording recording, Instant began, List<Found> standing)
            throws IOException, InterruptedException {
        Salvage salvage = new Salvage(site, store, recording.folder());
        salvage.collect(began, standing).forEach(recording.journal());
    }

    private OperatorException unwritable(RunFolder folder, String run, @Nullable IOException cause) {
        String trouble = "the evidence in %s cannot be written: %s"
                .formatted(folder.path(), cause == null ? "unknown" : cause.getMessage());
        String left = Ledger.openIn(state.ledger()).stream()
                .filter(intent -> intent.run().equals(run))
                .map(intent -> "%s of %s".formatted(intent.fault(), intent.member()))
                .collect(Collectors.joining(", "));
        return left.isEmpty()
                ? new OperatorException(
                        trouble + "; what was broken has been healed",
                        "free space there, or name another folder in MUSTER_STATE_HOME",
                        cause)
                : OperatorException.unhealed(
                        "%s; not proved healed: %s".formatted(trouble, left), "muster heal", cause);
    }
}
