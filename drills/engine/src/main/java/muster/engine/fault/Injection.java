package muster.engine.fault;

import java.time.Duration;
import java.util.Optional;
import muster.engine.cluster.Shell;
import muster.engine.history.ClusterException;
import muster.engine.history.Event;
import muster.engine.history.Span;

/**
 * A harm that is open now. Closing it heals, proves the node clean and strikes the ledger, whatever went wrong before; an interrupt
 * does not keep it from healing.
 */
public final class Injection implements AutoCloseable {

    private static final Duration SCRIPT_LIMIT = Duration.ofSeconds(10);
    private static final Duration HEAL_LIMIT = Duration.ofSeconds(30);
    private static final Duration PROOF_LIMIT = Duration.ofSeconds(5);
    private static final Duration PROOF_PAUSE = Duration.ofMillis(20);

    private final Scene scene;
    private final Harm harm;
    private final int number;
    private final Shell shell;
    private boolean closed;

    private Injection(Scene scene, Harm harm, int number) {
        this.scene = scene;
        this.harm = harm;
        this.number = number;
        this.shell = scene.site().shell(harm.member().node());
    }

    /**
     * Does a harm: intent in the ledger, event in the journal, inject, prove that it bit.
     *
     * @param number its number within the run
     * @return the open harm, also if it did not bite: what was done must be undone
     * @throws ClusterException if the command failed; what it may have done has then been healed
     * @throws InterruptedException if this thread was interrupted; what was done has then been healed
     */
    public static Injection open(Scene scene, Harm harm, int number) throws InterruptedException {
        Injection injection = new Injection(scene, harm, number);
        injection.announce();
        boolean done = false;
        try {
            injection.inject();
            done = true;
            return injection;
        } finally {
            if (!done) {
                injection.close();
            }
        }
    }

    /** The harm. */
    public Harm harm() {
        return harm;
    }

    /**
     * Heals, proves, strikes. Repeated calls do nothing. What could not be healed or proved clean is an event
     * ({@link Event.NodeUnclean}) and stays in the ledger.
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        boolean interrupted = Thread.interrupted();
        try {
            heal();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void announce() {
        scene.ledger()
                .intend(new Ledger.Intent(
                        scene.run(),
                        number,
                        scene.site().name(),
                        harm.member().node(),
                        harm.fault(),
                        harm.member().name(),
                        harm.scripts().heal(),
                        harm.scripts().clean()));
        scene.journal()
                .accept(new Event.FaultIntended(
                        number,
                        harm.fault(),
                        harm.member().name(),
                        harm.member().node(),
                        harm.scripts().heal()));
    }

    private void inject() throws InterruptedException {
        long before = now();
        Shell.Result result = shell.run(harm.scripts().inject(), SCRIPT_LIMIT);
        Span command = new Span(before, now());
        if (!result.ok()) {
            throw new ClusterException(
                    "%s of %s failed: %s".formatted(harm.fault(), harm.member().name(), result.words()));
        }
        scene.journal().accept(new Event.FaultInjected(number, command));
        Proof proof = prove(harm.scripts().bit());
        scene.journal()
                .accept(
                        proof.holds()
                                ? new Event.FaultBit(number, proof.taken(), proof.evidence())
                                : new Event.FaultMissed(number, proof.evidence()));
    }

    private void heal() {
        Optional<RuntimeException> trouble = note(new Event.FaultHealing(number));
        String evidence;
        try {
            long before = now();
            Shell.Result result = undisturbed(() -> shell.run(harm.scripts().heal(), HEAL_LIMIT));
            Optional<RuntimeException> second = note(new Event.FaultHealed(number, new Span(before, now())));
            trouble = trouble.isPresent() ? trouble : second;
            Proof proof = undisturbed(() -> prove(harm.scripts().clean()));
            if (proof.holds()) {
                scene.ledger().strike(new Ledger.Struck(scene.run(), number));
                scene.journal().accept(new Event.NodeClean(number, proof.evidence()));
                trouble.ifPresent(Injection::raise);
                return;
            }
            evidence = result.ok() ? proof.evidence() : "the healing command failed: " + result.words();
        } catch (ClusterException e) {
            evidence = String.valueOf(e.getMessage());
        }
        scene.journal()
                .accept(new Event.NodeUnclean(number, evidence, harm.scripts().heal()));
        trouble.ifPresent(Injection::raise);
    }

    /** A journal that cannot be written must not keep us from healing; it is raised afterwards. */
    private Optional<RuntimeException> note(Event event) {
        try {
            scene.journal().accept(event);
            return Optional.empty();
        } catch (RuntimeException e) {
            return Optional.of(e);
        }
    }

    private static void raise(RuntimeException trouble) {
        throw trouble;
    }

    private record Proof(boolean holds, Span taken, String evidence) {}

    private Proof prove(String script) throws InterruptedException {
        long limit = now() + PROOF_LIMIT.toNanos();
        while (true) {
            long before = now();
            Shell.Result result = shell.run(script, SCRIPT_LIMIT);
            Span taken = new Span(before, now());
            if (result.ok() || now() > limit) {
                return new Proof(result.ok(), taken, result.words());
            }
            Thread.sleep(PROOF_PAUSE);
        }
    }

    private interface Interruptible<T> {
        T call() throws InterruptedException;
    }

    private static <T> T undisturbed(Interruptible<T> action) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return action.call();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private long now() {
        return scene.clock().getAsLong();
    }
}
