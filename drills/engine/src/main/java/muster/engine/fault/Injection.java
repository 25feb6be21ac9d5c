package muster.engine.fault;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import muster.engine.cluster.Order;
import muster.engine.cluster.Shell;
import muster.engine.history.ClusterException;
import muster.engine.history.Event;
import muster.engine.history.Span;
import org.jspecify.annotations.Nullable;

/**
 * A harm that is open now. Closing it heals, proves the node clean, disarms it and strikes the ledger, whatever went wrong before; an
 * interrupt does not keep it from healing.
 */
public final class Injection implements AutoCloseable {

    private final Scene scene;
    private final Harm harm;
    private final Ledger.Intent intent;
    private final Guard guard;
    private final Shell witness;
    private final Healing healing;
    private boolean closed;

    private Injection(Scene scene, Harm harm, int number) {
        this.scene = scene;
        this.harm = harm;
        this.intent = new Ledger.Intent(
                scene.run(),
                number,
                scene.site().name(),
                scene.site().incarnation(),
                harm.member().node(),
                harm.fault(),
                harm.member().name(),
                harm.scripts().heal(),
                harm.scripts().clean(),
                Instant.now().plus(harm.healsWithin()));
        this.guard = new Guard(scene.site(), intent.node());
        this.witness = witness(harm.order(), scene.site().shell(intent.node()));
        this.healing = new Healing(scene.site(), scene.ledger(), intent, scene.journal(), scene.clock());
        healing.awaitNode(harm.away());
        if (harm.byHand()) {
            healing.byHand(
                    scene.site().hand(),
                    "switch %s on again now".formatted(harm.member().node()));
        }
    }

    /**
     * Does harms that belong together: intents in the ledger, heals armed on their nodes and read back, inject, prove that they bit;
     * each with its event, and each of these for all harms before the next, so that none is done before every node will heal.
     *
     * @param first the number of the first one within the run; the others follow it
     * @return the open harms in their order, also those that did not bite: what was done must be undone
     * @throws ClusterException if a node refused or a command failed; what they may have done has then been healed
     * @throws InterruptedException if this thread was interrupted; what was done has then been healed
     */
    public static List<Injection> open(Scene scene, List<Harm> harms, int first) throws InterruptedException {
        List<Injection> injections = new ArrayList<>();
        for (Harm harm : harms) {
            injections.add(new Injection(scene, harm, first + injections.size()));
        }
        Protocol.STANDARD.open(injections.stream()
                .map(injection -> new Protocol.Part(injection::perform, injection.healing))
                .toList());
        return injections;
    }

    /** The harm. */
    public Harm harm() {
        return harm;
    }

    /**
     * Heals, proves, disarms, strikes. Repeated calls do nothing. What could not be healed or proved clean is an event
     * ({@link Event.NodeUnclean}), stays in the ledger, and its node goes on trying from the deadline on.
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        Protocol.STANDARD.close(healing);
        healing.raiseTrouble();
    }

    private void perform(Opening stage) throws InterruptedException {
        switch (stage) {
            case INTEND -> intend();
            case ARM -> demand(guard.arm(intent.id(), scene.token(), harm), "its heal could not be armed");
            case READ_BACK -> readBack();
            case INJECT -> inject();
            case PROVE -> prove();
        }
    }

    private void intend() {
        scene.ledger().intend(intent);
        scene.journal()
                .accept(new Event.FaultIntended(
                        intent.injection(), intent.fault(), intent.member(), intent.node(), intent.heal()));
    }

    private void readBack() throws InterruptedException {
        Shell.Result armed = demand(guard.armed(intent.id()), "its heal is not armed");
        scene.journal().accept(new Event.FaultArmed(intent.injection(), harm.healsWithin(), armed.words()));
    }

    private void inject() throws InterruptedException {
        long before = scene.clock().getAsLong();
        var _ = demand(guard.inject(intent.id(), scene.token(), harm.scripts().inject()), "nothing was reported done");
        if (harm.order() != null) {
            var _ = harm.order().give();
        }
        if (harm.byHand()) {
            scene.site().hand().ask("switch off %s now".formatted(intent.node()));
        }
        scene.journal()
                .accept(new Event.FaultInjected(
                        intent.injection(), new Span(before, scene.clock().getAsLong())));
    }

    private void prove() throws InterruptedException {
        String script = harm.scripts().bit();
        boolean goes = harm.away().isPositive();
        Proof proof =
                goes ? Proof.awaitGone(witness, script, scene.clock()) : Proof.await(witness, script, scene.clock());
        if (!proof.holds()) {
            scene.journal().accept(new Event.FaultMissed(intent.injection(), proof.evidence()));
            return;
        }
        if (!goes) {
            // A node that comes back has undone it: that is how it ends.
            healing.bitBy(witness, script);
        }
        scene.journal().accept(new Event.FaultBit(intent.injection(), proof.taken(), proof.evidence()));
    }

    /** Where an order was given, the node's word is not enough: whoever took it must say the same. */
    private static Shell witness(@Nullable Order order, Shell shell) {
        if (order == null) {
            return shell;
        }
        return (script, limit) -> {
            Shell.Result seen = shell.run(script, limit);
            if (!seen.ok()) {
                return seen;
            }
            Shell.Result said = order.done();
            return new Shell.Result(said.exit(), "%s; %s".formatted(seen.words(), said.words()), said.err());
        };
    }

    private Shell.Result demand(Shell.Result result, String otherwise) {
        if (result.ok()) {
            return result;
        }
        String what = "%s of %s failed".formatted(intent.fault(), intent.member());
        String why = guard.why(result);
        throw new ClusterException("%s: %s".formatted(what, why.isBlank() ? otherwise : why));
    }
}
