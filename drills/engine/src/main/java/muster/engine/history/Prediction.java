package muster.engine.history;

import java.time.Duration;

/**
 * What the plan says a fault will cost, worked out from the timers in force before anything is touched.
 */
public sealed interface Prediction {

    /** Shorter is not told from ordinary jitter. */
    Duration NO_GAP_LIMIT = Duration.ofMillis(250);

    /** What is added to a bound for the new leader's first commit and for clients to find it. */
    Duration SLACK = Duration.ofMillis(100);

    /**
     * The leader stays: no time without writes.
     *
     * @param most the longest that is not told from none
     */
    record NoGap(Duration most) implements Prediction {

        /** Where nothing beats. */
        public NoGap() {
            this(NO_GAP_LIMIT);
        }

        /**
         * Whoever set a heartbeat expects that a message may take about as long to go and return (etcd's tuning guide): a write that
         * takes two of them is not late there.
         */
        public static NoGap under(Timers timers) {
            Duration two = timers.heartbeat().multipliedBy(2);
            return new NoGap(two.compareTo(NO_GAP_LIMIT) > 0 ? two : NO_GAP_LIMIT);
        }
    }

    /**
     * The leader goes without a word, and one is elected. Raft draws the election time-out from [E, 2E) since the last heartbeat, so
     * one round takes [E − H, 2E); a split vote takes a second one.
     *
     * @param timers E and H
     */
    record OneElection(Timers timers) implements Prediction {

        /** The shortest time without writes. */
        public Duration least() {
            return timers.election().minus(timers.heartbeat());
        }

        /** The longest time without writes if the first vote elects. */
        public Duration mostOneRound() {
            return timers.election().multipliedBy(2).plus(SLACK);
        }

        /** The longest time without writes if the first vote splits. */
        public Duration mostTwoRounds() {
            return timers.election().multipliedBy(4).plus(SLACK);
        }
    }

    /**
     * The leader goes in order and hands its leadership over first.
     *
     * @param most the longest time without writes
     */
    record Handover(Duration most) implements Prediction {}

    /**
     * A majority is gone, or refuses to write: no writes until it is back and has elected.
     *
     * @param held how long the fault is held
     * @param most the longest time without writes, with restart and election after the heal
     */
    record UntilHealed(Duration held, Duration most) implements Prediction {}

    /**
     * Nobody elects: no writes until a standby is promoted, which the drill itself orders.
     *
     * @param ordered how long after the fault the drill orders it
     * @param most the longest time without writes, the drill's own waiting included
     */
    record Promotion(Duration ordered, Duration most) implements Prediction {}

    /**
     * Whoever holds a lease goes without a word, and another takes it: client-go's leader election with its usual 15 s and 2 s. The
     * holder renews every 2 s; the others look every 2 s to 4.4 s (JitterFactor 1.2), count 15 s from the moment at which they saw a
     * renewal, and take the lease when they look next. If the same server led etcd, nobody can look before etcd has elected.
     *
     * @param timers of the etcd that keeps the lease
     */
    record LeaseTaken(Timers timers) implements Prediction {

        private static final Duration LEASE = Duration.ofSeconds(15);
        private static final Duration RETRY = Duration.ofSeconds(2);
        private static final Duration LONGEST_RETRY = Duration.ofMillis(4_400);

        /** The shortest time: the last renewal was as old as can be, and seen at once. */
        public Duration least() {
            return LEASE.minus(RETRY);
        }

        /** The longest time while etcd keeps its leader: the last renewal was seen late, and the lease found expired late. */
        public Duration most() {
            return LEASE.plus(LONGEST_RETRY.multipliedBy(2)).plus(SLACK);
        }

        /** The longest time if etcd has to elect as well: the last renewal was seen only after that. */
        public Duration mostWithElection() {
            return most().plus(timers.election().multipliedBy(2));
        }
    }

    /** The longest time without writes that this prediction allows, a split vote included. */
    default Duration allowed() {
        return switch (this) {
            case NoGap none -> none.most();
            case OneElection election -> election.mostTwoRounds();
            case Handover handover -> handover.most();
            case UntilHealed healed -> healed.most();
            case Promotion promotion -> promotion.most();
            case LeaseTaken lease -> lease.mostWithElection();
        };
    }

    /** The prediction in words, such as "no writes for 0.9–2.1 s, up to 4.1 s if a vote splits". */
    default String words() {
        return switch (this) {
            case NoGap none -> "no time without writes (less than %s)".formatted(seconds(none.most()));
            case OneElection election ->
                "no writes for %.1f–%s, up to %s if a vote splits"
                        .formatted(
                                election.least().toMillis() / 1000.0,
                                seconds(election.mostOneRound()),
                                seconds(election.mostTwoRounds()));
            case Handover handover ->
                "handed over in order: no writes for at most %s".formatted(seconds(handover.most()));
            case UntilHealed healed ->
                "writes WILL stop until the heal after %s, at most %s in all"
                        .formatted(seconds(healed.held()), seconds(healed.most()));
            case Promotion promotion ->
                "no writes until the promotion, ordered after %s, and for at most %s from that order on"
                        .formatted(
                                seconds(promotion.ordered()),
                                seconds(promotion.most().minus(promotion.ordered())));
            case LeaseTaken lease ->
                "the lease's work stands still for %.1f–%s, until another server takes it, up to %s if etcd has to elect as well"
                        .formatted(
                                lease.least().toMillis() / 1000.0,
                                seconds(lease.most()),
                                seconds(lease.mostWithElection()));
        };
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() % 100 == 0
                ? "%.1f s".formatted(duration.toMillis() / 1000.0)
                : "%.2f s".formatted(duration.toMillis() / 1000.0);
    }
}
