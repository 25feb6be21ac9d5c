package muster.engine.history;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a run did or noticed. The journal of these is the truth of the run: progress on the terminal, metrics and spans are
 * subscribers that cannot change it.
 */
public sealed interface Event {

    /** The run begins; first in every journal. */
    record Began(RunFacts facts) implements Event {}

    /**
     * A step of the timeline begins.
     *
     * @param step its place: {@code 2}, or {@code 2.1} for the first step inside it
     * @param word the step's word in the drill: {@code steady}, {@code inject}, {@code await}
     * @param text what it does, in words
     */
    record StepBegan(String step, String word, String text) implements Event {}

    /**
     * A step of the timeline ended.
     *
     * @param step its place
     * @param text what came of it, in words
     */
    record StepEnded(String step, String text) implements Event {}

    /**
     * A harm is about to be done; it stands in the ledger.
     *
     * @param injection its number within the run, from 1
     * @param fault the fault's word
     * @param member whom it hits
     * @param node where
     * @param heal the script that undoes it
     */
    record FaultIntended(int injection, String fault, String member, String node, String heal) implements Event {}

    /**
     * The site's voters are locked for this run; nobody else breaks anything there.
     *
     * @param token what the nodes compare
     * @param evidence which nodes, and for how long
     */
    record LockTaken(String token, String evidence) implements Event {}

    /**
     * The site's voters are free again.
     *
     * @param evidence what they said
     */
    record LockReleased(String evidence) implements Event {}

    /**
     * The node says that it heals the harm by itself at a deadline, whatever becomes of us.
     *
     * @param within how long after its arming at the latest
     * @param evidence what the node said
     */
    record FaultArmed(int injection, Duration within, String evidence) implements Event {}

    /**
     * The command that does the harm returned.
     *
     * @param command when it began and when it returned
     */
    record FaultInjected(int injection, Span command) implements Event {}

    /**
     * It was proved by its effect that the harm is there.
     *
     * @param proof when the proof was taken
     * @param evidence what was seen
     */
    record FaultBit(int injection, Span proof, String evidence) implements Event {}

    /**
     * The harm had no effect.
     *
     * @param evidence what was seen instead
     */
    record FaultMissed(int injection, String evidence) implements Event {}

    /**
     * The harm had lost its effect before it was healed: somebody else undid it, or its node did at the deadline.
     *
     * @param evidence what was seen instead
     */
    record FaultLapsed(int injection, String evidence) implements Event {}

    /** The undoing begins. */
    record FaultHealing(int injection) implements Event {}

    /**
     * The command that undoes the harm returned.
     *
     * @param command when it began and when it returned
     */
    record FaultHealed(int injection, Span command) implements Event {}

    /**
     * It was proved that nothing of the harm is left on its node.
     *
     * @param evidence what was seen
     */
    record NodeClean(int injection, String evidence) implements Event {}

    /**
     * The node forgot the harm, and no longer heals it by itself.
     *
     * @param evidence what the node said
     */
    record FaultDisarmed(int injection, String evidence) implements Event {}

    /** The ledger's line is struck. */
    record FaultStruck(int injection) implements Event {}

    /**
     * Something of the harm is left on its node.
     *
     * @param evidence what was seen
     * @param remedy the command to type by hand
     */
    record NodeUnclean(int injection, String evidence, String remedy) implements Event {}

    /**
     * Something is about to be done that an operator would do.
     *
     * @param step its place in the timeline
     * @param act the act's word, such as {@code promote}
     * @param member whom it is done to
     * @param command what runs on the member's node
     */
    record ActBegan(String step, String act, String member, String command) implements Event {}

    /**
     * It is done.
     *
     * @param command when its command began and when it returned
     * @param evidence what it printed
     */
    record ActDone(String step, Span command, String evidence) implements Event {}

    /**
     * It could not be done.
     *
     * @param why what it printed
     */
    record ActFailed(String step, String why) implements Event {}

    /**
     * It stopped half way, and what it did can only be brought to its end.
     *
     * @param what it is, in words
     * @param remedy the command that goes on with it
     */
    record ActLeft(String step, String what, String remedy) implements Event {}

    /**
     * Every voter answers, follows one leader and lags nothing.
     *
     * @param reached when
     * @param text in words
     */
    record RedundancyReached(Span reached, String text) implements Event {}

    /**
     * Full redundancy was waited for in vain.
     *
     * @param text what was missing
     */
    record RedundancyMissed(String text) implements Event {}

    /**
     * How well our own threads were scheduled.
     *
     * @param samples how often it was measured
     * @param p99Nanos lateness at the 99th percentile
     * @param worst the longest stalls, longest first
     */
    record Hiccups(long samples, long p99Nanos, List<Stall> worst) implements Event {
        /** Copies the list. */
        public Hiccups {
            worst = List.copyOf(worst);
        }
    }

    /**
     * Calls that were due and never sent, because too many were in flight.
     *
     * @param calls how many
     */
    record LoadShed(long calls) implements Event {}

    /**
     * The writes were read back by their ids.
     *
     * @param found how many stand in the store
     * @param text how it was read
     */
    record ReadBack(long found, String text) implements Event {}

    /**
     * What stood on a server that lost, and not on the one that won, was read in the copy that was kept of its data, and exported.
     *
     * @param member the server that lost, by name
     * @param writes what stood there alone; the writes of one run, each once
     * @param file the folder of the run that the rows of all tables were exported to
     */
    record Salvaged(String member, List<Found> writes, String file) implements Event {
        /** Copies the list. */
        public Salvaged {
            writes = List.copyOf(writes);
        }
    }

    /**
     * The workload's keys were deleted.
     *
     * @param keys how many
     * @param left how many were still there when asked again; 0 proves it
     */
    record WorkloadRemoved(long keys, long left) implements Event {}

    /**
     * A store that lives on the same nodes is watched from now on.
     *
     * @param store its word
     * @param version of its servers
     * @param members its members
     * @param timers that decide an election among them; null if that is not known
     * @param instrument how its probes connect
     */
    record BesideBegan(
            String store,
            String version,
            List<Member> members,
            @Nullable Timers timers,
            List<String> instrument) implements Event {
        /** Copies the lists. */
        public BesideBegan {
            members = List.copyOf(members);
            instrument = List.copyOf(instrument);
        }
    }

    /**
     * The writes into a store that was watched beside were read back by their ids.
     *
     * @param store its word
     * @param found how many stand in it
     * @param shed calls that were due and never sent
     */
    record BesideReadBack(String store, long found, long shed) implements Event {}

    /**
     * What was written into a store that was watched beside was deleted.
     *
     * @param store its word
     * @param keys how many
     * @param left how many were still there when asked again
     */
    record BesideRemoved(String store, long keys, long left) implements Event {}

    /**
     * Something around the stores stands otherwise than before, by the cluster's own word.
     *
     * @param what its name, such as {@code node n1}
     * @param before how it stood
     * @param now how it stands now
     * @param between from the last question that was answered the old way to the answer that said the new
     */
    record Noticed(String what, String before, String now, Span between) implements Event {}

    /**
     * A signal cancelled the drill.
     *
     * @param signal its name: {@code INT}, {@code TERM} or {@code HUP}
     */
    record Interrupted(String signal) implements Event {

        /** The exit code that tells it: 128 and the signal's number, as shells have it. */
        public int exit() {
            return switch (signal) {
                case "HUP" -> 129;
                case "TERM" -> 143;
                default -> 130;
            };
        }
    }

    /**
     * The run could not go on.
     *
     * @param why in one line
     */
    record Failed(String why) implements Event {}

    /** The run is over and all that it opened is closed. Last in a whole journal. */
    record Ended() implements Event {}

    /**
     * One time that our own process was not run when it should have been.
     *
     * @param atNanos when it should have run, since the run's zero
     * @param nanos how much later it did
     */
    record Stall(long atNanos, long nanos) {}
}
