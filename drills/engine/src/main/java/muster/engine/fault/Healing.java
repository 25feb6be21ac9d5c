package muster.engine.fault;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import muster.engine.cluster.Hand;
import muster.engine.cluster.Shell;
import muster.engine.cluster.Site;
import muster.engine.history.ClusterException;
import muster.engine.history.Event;
import muster.engine.history.Span;
import org.jspecify.annotations.Nullable;

/**
 * The closing of one harm, from what the ledger says of it: by the drill that opened it, or by whoever comes after a crash. An event that
 * cannot be written does not keep it from healing.
 */
final class Healing implements Protocol.Closer {

    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Ledger ledger;
    private final Ledger.Intent intent;
    private final Consumer<Event> journal;
    private final LongSupplier clock;
    private final Guard guard;
    private final Shell shell;
    private Duration away = Duration.ZERO;
    private Hand hand = Hand.nobody();
    private String chore = "";
    private boolean asked;
    private @Nullable String bit;
    private Shell witness;
    private @Nullable String settled;
    private String evidence = "";
    private @Nullable RuntimeException trouble;

    Healing(Site site, Ledger ledger, Ledger.Intent intent, Consumer<Event> journal, LongSupplier clock) {
        this.ledger = ledger;
        this.intent = intent;
        this.journal = journal;
        this.clock = clock;
        this.guard = new Guard(site, intent.node());
        this.shell = site.shell(intent.node());
        this.witness = shell;
    }

    /** The node may be gone because of the harm: it is waited for. */
    void awaitNode(Duration longest) {
        away = longest;
    }

    /** A person undoes the harm, and is asked to. */
    void byHand(Hand person, String what) {
        hand = person;
        chore = what;
    }

    /** The harm had its effect; whether it still has is asked in the same way just before it is healed. */
    void bitBy(Shell asked, String script) {
        witness = asked;
        bit = script;
    }

    /** Raises what kept events from being written, now that the harm is closed. */
    void raiseTrouble() {
        if (trouble != null) {
            throw trouble;
        }
    }

    @Override
    public boolean perform(Closing stage) {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return attempt(stage);
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

    @Override
    public void left(Closing stage) {
        note(new Event.NodeUnclean(intent.injection(), evidence, intent.heal()));
    }

    private boolean attempt(Closing stage) throws InterruptedException {
        try {
            return switch (stage) {
                case HELD -> held();
                case HEAL -> heal();
                case VERIFY -> verify();
                case DISARM -> disarm();
                case STRIKE -> strike();
            };
        } catch (ClusterException e) {
            evidence = String.valueOf(e.getMessage());
            // What could not be asked before the heal, or may have been healed all the same, is judged by the proof
            // that follows.
            return stage == Closing.HELD || stage == Closing.HEAL;
        }
    }

    private boolean held() throws InterruptedException {
        if (bit == null) {
            return true;
        }
        Proof proof = Proof.once(witness, bit, clock);
        if (!proof.holds()) {
            note(new Event.FaultLapsed(intent.injection(), proof.evidence()));
        }
        return true;
    }

    private boolean heal() throws InterruptedException {
        note(new Event.FaultHealing(intent.injection()));
        askOnce();
        long before = clock.getAsLong();
        Shell.Result result = healOnceThere(before + away.toNanos());
        note(new Event.FaultHealed(intent.injection(), new Span(before, clock.getAsLong())));
        if (result.exit() == Guard.SETTLED) {
            settled = result.words();
            return true;
        }
        evidence = result.ok() ? "" : "the healing command failed: " + result.complaint();
        return true;
    }

    /** An interrupt ends the asking: what follows waits for the node itself. */
    private void askOnce() throws InterruptedException {
        if (!asked) {
            asked = true;
            hand.ask(chore);
        }
    }

    private Shell.Result healOnceThere(long giveUp) throws InterruptedException {
        while (true) {
            try {
                return guard.heal(intent.id(), intent.heal());
            } catch (ClusterException e) {
                if (clock.getAsLong() >= giveUp) {
                    throw e;
                }
                Thread.sleep(PAUSE);
            }
        }
    }

    private boolean verify() throws InterruptedException {
        if (settled != null) {
            note(new Event.NodeClean(intent.injection(), settled));
            return true;
        }
        Proof proof = Proof.await(shell, intent.clean(), clock);
        if (proof.holds()) {
            note(new Event.NodeClean(intent.injection(), proof.evidence()));
            return true;
        }
        evidence = evidence.isEmpty() ? proof.evidence() : "%s; %s".formatted(evidence, proof.evidence());
        return false;
    }

    private boolean disarm() throws InterruptedException {
        Shell.Result result = guard.disarm(intent.id());
        if (result.ok()) {
            note(new Event.FaultDisarmed(intent.injection(), result.words()));
            return true;
        }
        evidence = "clean, but its node still holds a heal for it: " + result.words();
        return false;
    }

    private boolean strike() {
        ledger.strike(new Ledger.Struck(intent.run(), intent.injection()));
        note(new Event.FaultStruck(intent.injection()));
        return true;
    }

    private void note(Event event) {
        try {
            journal.accept(event);
        } catch (RuntimeException e) {
            trouble = e;
        }
    }
}
