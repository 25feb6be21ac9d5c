package muster.kubernetes.recover;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import muster.engine.cluster.Procedure;
import muster.kubernetes.NodeDoors;

/**
 * The way back as an act of a drill, on servers whose data the drill has moved away. Up to the reset it leaves nothing done if it fails or is
 * interrupted: the drill's heals then put the data back. From the reset on old data must never come back, and it goes on to the end, whoever
 * interrupts; where it fails, {@code muster recover etcd} goes on with its journal, as after a crash.
 */
public final class Rehearsal implements Procedure {

    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern(
                    "'" + Line.Begun.DRILL + "'yyyyMMdd'T'HHmmss'Z'")
            .withZone(ZoneOffset.UTC);
    private static final int NAMED_KEYS = 5;

    /** Where the drill's own keys stand; Kubernetes's are named first. */
    private static final String WORKLOAD = "/muster/";

    private final Ground ground;
    private final RecoverableServer spared;
    private final boolean restores;
    private boolean left;

    /**
     * Where it is done.
     *
     * @param site its name
     * @param servers all with etcd, in the order in which they come back
     * @param doors the way into them
     * @param root the folder of all recoveries
     */
    public record Ground(String site, List<RecoverableServer> servers, NodeDoors doors, Path root) {
        /** Copies the list. */
        public Ground {
            servers = List.copyOf(servers);
        }
    }

    /**
     * @param spared a server that the drill spared
     * @param restores true if its data is replaced by the snapshot that the drill saved there
     */
    public Rehearsal(Ground ground, RecoverableServer spared, boolean restores) {
        this.ground = ground;
        this.spared = spared;
        this.restores = restores;
    }

    @Override
    public String script() {
        return PlannedStep.of(begun(List.of(), spared.node(), restores ? "SNAPSHOT" : "")).stream()
                .map(step -> "%s: %s".formatted(step.server().node(), step.command()))
                .collect(Collectors.joining("\n"));
    }

    @Override
    public Optional<String> left() {
        return left ? Optional.of("muster recover etcd --site " + ground.site()) : Optional.empty();
    }

    @Override
    public String perform(Gate gate, Procedure.Witness witness) throws InterruptedException {
        Recovery recovery = new Recovery(ground.doors(), gate);
        List<Account> accounts = recovery.survey(ground.servers());
        String snapshot = restores ? recovery.saved(spared) : "";
        Account survivor =
                new Survivors(ground.site(), accounts).choose(restores ? spared.node() : null, Set.of(), restores);
        Line.Begun begun = begun(accounts, survivor.node(), snapshot);
        try (RecoveryJournal journal = RecoveryJournal.begin(ground.root(), begun)) {
            prepare(recovery, journal, told(witness));
            left = true;
            Recovery.Ending ending = uninterrupted(() -> recovery.finish(journal, told(witness)));
            left = false;
            return words(begun, survivor, ending, journal.folder().resolve(Recovery.LOST));
        }
    }

    private void prepare(Recovery recovery, RecoveryJournal journal, Recovery.Witness witness)
            throws InterruptedException {
        boolean prepared = false;
        try {
            recovery.prepare(journal, witness);
            prepared = true;
        } finally {
            if (!prepared) {
                drop(journal);
            }
        }
    }

    /** The lock may be lost, or drills halted: it is undone all the same, past the gate. */
    private void drop(RecoveryJournal journal) throws InterruptedException {
        left = true;
        uninterrupted(() -> {
            new Recovery(ground.doors()).drop(journal);
            return journal;
        });
        left = false;
    }

    /** An interrupt is kept until it is done. */
    private static <T> T uninterrupted(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofPlatform().name("recovery").start(task);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException _) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw e.getCause() instanceof RuntimeException failed ? failed : new IllegalStateException(e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Line.Begun begun(List<Account> accounts, String survivor, String snapshot) {
        Instant now = Instant.now();
        return new Line.Begun(NAME.format(now), ground.site(), now, survivor, snapshot, ground.servers(), accounts);
    }

    private static Recovery.Witness told(Procedure.Witness witness) {
        return new Recovery.Witness() {
            @Override
            public void begins(PlannedStep step) {
                witness.begins(step.verb(), "%s: %s".formatted(step.server().node(), step.command()));
            }

            @Override
            public void done(PlannedStep step, String words) {
                witness.done(words);
            }
        };
    }

    private static String words(Line.Begun begun, Account survivor, Recovery.Ending ending, Path lostKeys) {
        return "%s went on with %s; etcd served after %s, %d of %d servers voted after %s, in term %d; %s; its data from before: %s"
                .formatted(
                        survivor.node(),
                        begun.snapshot().isEmpty()
                                ? "its own data"
                                : "the snapshot " + begun.snapshot().replaceAll(".*/", ""),
                        seconds(ending.serves()),
                        ending.voters(),
                        begun.servers().size(),
                        seconds(ending.whole()),
                        ending.term(),
                        lost(ending.loss(), lostKeys),
                        ending.copy());
    }

    private static String lost(Loss loss, Path lostKeys) {
        if (loss.revisions() == 0) {
            return "nothing that it had is thrown away";
        }
        String more = loss.keys().size() > NAMED_KEYS ? ", …, all in " + lostKeys : "";
        return "%d revisions are thrown away, %d to %d, which changed %d keys (%s%s)"
                .formatted(
                        loss.revisions(),
                        loss.kept() + 1,
                        loss.bestRevision(),
                        loss.keys().size(),
                        loss.keys().stream()
                                .sorted(Comparator.comparing(key -> key.startsWith(WORKLOAD)))
                                .limit(NAMED_KEYS)
                                .collect(Collectors.joining(", ")),
                        more);
    }

    private static String seconds(Duration length) {
        return "%.1f s".formatted(length.toMillis() / 1000.0);
    }
}
