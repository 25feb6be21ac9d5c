package muster.engine.report;

import java.util.List;
import muster.engine.check.Counts;
import muster.engine.history.RunFacts;
import muster.engine.history.Span;
import org.jspecify.annotations.Nullable;

/**
 * What the evidence of one run means; {@code report.json} is this record. All nanoseconds count from the run's zero unless a component
 * says otherwise.
 *
 * @param schema {@link #SCHEMA}
 * @param exit 0 all holds, 1 something broken, 2 something undecided, 3 the run could not go on, 4 something left unhealed,
 *     129, 130 or 143 interrupted and healed
 * @param sentence what the system gave up under stress, computed
 * @param facts what was known at the beginning
 * @param zeroNanos the moment that pictures and phases count from: the begin of the first injecting command, or of the inferred fault
 * @param endNanos the last moment of the run
 * @param fault the time in which something was broken; null if nothing was. For {@code observe} it is inferred
 * @param verdicts one for each expectation, then those that every run is judged by
 * @param phases injected, first failed call, old leader disowned, new leader agreed, first acknowledged write, full redundancy
 * @param gaps without acknowledgement: writes over all first, then reads over all, then writes for each endpoint and each client
 * @param longestCall the call that kept its client waiting longest
 * @param accounts every write accounted for
 * @param elections who led when
 * @param prediction the prediction beside the measurement
 * @param instrument how well we measured
 * @param lanes each member's part over time
 * @param traffic what was sent, by kind and outcome
 * @param rounds one for each promotion; empty if fewer than two were ordered
 * @param beside one for each store that was watched beside; empty if none was
 * @param story what happened to all of them, in one order; empty if nothing was watched beside
 * @param unhealed what is left, each with the command to type; empty when everything was healed
 * @param doubts what was wrong with the evidence itself
 */
public record Findings(
        String schema,
        int exit,
        String sentence,
        RunFacts facts,
        long zeroNanos,
        long endNanos,
        @Nullable Span fault,
        List<Judged> verdicts,
        List<Phase> phases,
        List<Gap> gaps,
        @Nullable LongestCall longestCall,
        Accounts accounts,
        ElectionFindings elections,
        Comparison prediction,
        Instrument instrument,
        List<Lane> lanes,
        List<Traffic> traffic,
        List<Round> rounds,
        List<Beside> beside,
        List<Moment> story,
        List<String> unhealed,
        List<String> doubts) {

    /** The version of this record's shape. */
    public static final String SCHEMA = "muster.report/1";

    /**
     * One check and what it found.
     *
     * @param check its word
     * @param verdict {@code holds}, {@code broken} or {@code undecided}
     * @param measured with its doubt
     * @param allows what was allowed
     * @param why in a sentence
     * @param witness what proves it, a line each
     * @param counts what it counted; null if {@code measured} holds all of it
     */
    public record Judged(
            String check,
            String verdict,
            String measured,
            String allows,
            String why,
            List<String> witness,
            @Nullable Counts counts) {}

    /**
     * One stage of a failover.
     *
     * @param name such as "new leader agreed"
     * @param at when, counted from {@code zeroNanos}; null if it was not seen
     * @param text how it was seen, or why it is undecided
     */
    public record Phase(String name, @Nullable Span at, String text) {}

    /**
     * The longest time without an acknowledgement, as an interval: it lasted at least {@code leastNanos} and at most
     * {@code mostNanos}.
     *
     * @param of {@code all}, {@code endpoint m1} or {@code client 3}
     * @param kind {@code writes} or {@code reads}
     * @param attempts calls that were sent within it
     * @param window from the last acknowledgement before it to the first one after; null if undecided
     * @param leastNanos after our own stall at its end was taken off
     * @param mostNanos after our own stall at its beginning was added
     * @param undecided why it cannot be told; null if it can
     */
    public record Gap(
            String of,
            String kind,
            long attempts,
            @Nullable Span window,
            long leastNanos,
            long mostNanos,
            @Nullable String undecided) {}

    /** The call that kept its client waiting longest, and how it ended. */
    public record LongestCall(long op, String kind, String endpoint, long latencyNanos, String outcome) {}

    /**
     * Every write accounted for.
     *
     * @param attempted writes that were sent
     * @param acknowledged said yes to in time, with the full promise
     * @param acknowledgedLate said yes to after the client had stopped waiting, with the full promise
     * @param acknowledgedLocally said yes to with the warning that the promise is a weaker one
     * @param refused surely not applied
     * @param unknown perhaps applied
     * @param unknownApplied of the unknown ones, how many stand in the store
     * @param found acknowledged ones that stand in the store
     * @param lost acknowledged ones that stand nowhere
     * @param diverged acknowledged ones that stood on a server that lost, and were salvaged there
     * @param resurrected refused ones that stand in the store
     * @param duplicated applied more than once
     * @param lostOps the ids of the lost ones
     * @param missing the first 1 000 of the lost and the diverged ones, each with when and by whom it was acknowledged
     * @param salvages where the diverged ones were written to
     * @param readBack false if the store was not read back: then found, lost, diverged, resurrected and duplicated are not known
     */
    public record Accounts(
            long attempted,
            long acknowledged,
            long acknowledgedLate,
            long acknowledgedLocally,
            long refused,
            long unknown,
            long unknownApplied,
            long found,
            long lost,
            long diverged,
            long resurrected,
            long duplicated,
            List<Long> lostOps,
            List<Missing> missing,
            List<String> salvages,
            boolean readBack) {}

    /**
     * An acknowledged write that is not in the store after recovery.
     *
     * @param op its number
     * @param account {@code lost} or {@code diverged}
     * @param client who was told
     * @param endpoint by which member
     * @param told {@code acknowledged}, {@code acknowledged-late} or {@code acknowledged-locally}
     * @param toldNanos when
     * @param key what it wrote
     * @param value the value
     */
    public record Missing(
            long op,
            String account,
            int client,
            String endpoint,
            String told,
            long toldNanos,
            String key,
            String value) {}

    /**
     * Who led when.
     *
     * @param elections how many new leaders were agreed on after the run began
     * @param firstTerm the term at the beginning
     * @param lastTerm the term at the end; a term may pass without a leader
     * @param reigns who led in which term, and between which sightings
     */
    public record ElectionFindings(int elections, long firstTerm, long lastTerm, List<Reign> reigns) {}

    /** One leader in one term, from the first sighting to the last one. */
    public record Reign(String leader, long term, long fromNanos, long toNanos) {}

    /**
     * The prediction beside the measurement.
     *
     * @param predicted in words
     * @param measured in words
     * @param fits in words: within one round, within two, shorter, longer, not measured
     */
    public record Comparison(String predicted, String measured, String fits) {}

    /**
     * How well we measured.
     *
     * @param worstStallNanos our own worst scheduling stall; -1 if it was not measured
     * @param p99StallNanos lateness at the 99th percentile; -1 if not measured
     * @param samples how often it was measured
     * @param shed calls that were due and never sent
     * @param writeSpacingNanos time between two writes that were due, on average
     * @param viewSpacingNanos for each member, the median time between two sightings during the fault
     * @param lines in words: clock, connection time-outs, back-off
     */
    public record Instrument(
            long worstStallNanos,
            long p99StallNanos,
            long samples,
            long shed,
            long writeSpacingNanos,
            List<Spacing> viewSpacingNanos,
            List<String> lines) {}

    /** How densely one member was asked. */
    public record Spacing(String member, long medianNanos, long count) {}

    /** One member's part over time. */
    public record Lane(String member, List<Stretch> stretches) {}

    /**
     * A time in which a member's part did not change.
     *
     * @param state {@code leader}, {@code follower}, {@code learner}, {@code no-leader}, {@code dead} (refuses connections),
     *     {@code silent} (does not answer), {@code garbled}
     */
    public record Stretch(long fromNanos, long toNanos, String state, long term) {}

    /**
     * One promotion among several.
     *
     * @param settings what the primary ran with before it, as the server told it
     * @param promoted who was promoted
     * @param acknowledged writes that were acknowledged before the order and after the order of the round before
     * @param missing how many of them are not in the store
     * @param medianNanos how long an acknowledged write took under those settings; -1 if none was
     * @param afterOrderNanos from the order to the first acknowledged write; -1 if none came
     */
    public record Round(
            String settings,
            String promoted,
            long acknowledged,
            long missing,
            long medianNanos,
            long afterOrderNanos) {}

    /**
     * A store that was watched beside.
     *
     * @param store its word
     * @param servers their version
     * @param writes the longest time without an acknowledged write from the injection on, over all members
     * @param each the same for each member
     * @param answers the longest time without an answer from what a member has, for each of them
     * @param accounts every write accounted for
     * @param prediction the prediction from its own timers beside the measurement; null if they are not known
     * @param elections who led when
     * @param shares which of its members shared the fate of a member that was hit, and whether it led
     * @param lanes each member's part over time
     */
    public record Beside(
            String store,
            String servers,
            Gap writes,
            List<Gap> each,
            List<Gap> answers,
            Accounts accounts,
            @Nullable Comparison prediction,
            ElectionFindings elections,
            String shares,
            List<Lane> lanes) {}

    /**
     * Something that happened.
     *
     * @param at when, counted from {@code zeroNanos}
     * @param of to whom: a store's word, a member, a node, a pod
     * @param text what
     */
    public record Moment(Span at, String of, String text) {}

    /** Calls of one kind. */
    public record Traffic(
            String kind, long sent, long acknowledged, long refused, long unknown, long medianNanos, long p99Nanos) {}
}
