package muster.engine.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import muster.engine.history.Member;
import muster.engine.history.Timers;
import org.jspecify.annotations.Nullable;

/** Where members run. Safe for threads. */
public interface Site extends AutoCloseable {

    /** Its name: {@code lab}, or what the operator called it. */
    String name();

    /**
     * What tells this very instance of the site from an earlier one of the same name. What was broken in an earlier one is gone with
     * it. The same on every call, and for every process that looks.
     */
    String incarnation();

    /** Which of several groups of servers of one store its members are, as the operator names it; empty if the site has one alone. */
    default Optional<String> part() {
        return Optional.empty();
    }

    /**
     * The voting members, or servers, of the one store that this object was opened for, in an order that does not change. Reads no
     * member: works with all of them dead.
     */
    List<Member> members();

    /** Every node of the site, of whatever store, in an order that does not change: who breaks anything locks all of these. */
    List<String> nodes();

    /** The timers that decide an election among its members; null if nobody elects there, as in PostgreSQL. */
    @Nullable
    Timers timers();

    /**
     * A shell on one node.
     *
     * @param node as {@link Member#node()}
     * @throws IllegalArgumentException if the site has no such node
     */
    Shell shell(String node);

    /**
     * Puts on a node what its guard and levers need there. May be repeated. Done before anything is locked, and never by what only looks.
     *
     * @throws muster.engine.history.ClusterException if the node cannot be reached, or does not take it
     * @throws InterruptedException if this thread is interrupted
     */
    default void prepare(String node) throws InterruptedException {}

    /**
     * What a lever means here.
     *
     * @throws muster.engine.history.OperatorException if this site cannot do that, with the reason
     */
    Scripts scripts(Lever lever);

    /**
     * What a lever asks besides of whoever keeps the servers, by that one's API; empty if its scripts are all of it.
     *
     * @throws muster.engine.history.OperatorException if this site cannot do that, with the reason
     */
    default Optional<Order> order(Lever lever) {
        return Optional.empty();
    }

    /** What else goes with a member that a lever takes, in words that end a sentence; empty if nothing that is known here. */
    default Optional<String> fate(Lever lever) {
        return Optional.empty();
    }

    /**
     * What an act means here.
     *
     * @return a script for the member's node that does it, may be repeated, exits with 0 when it is done, and prints what it did
     * @throws muster.engine.history.OperatorException if this site cannot do that, with the reason
     */
    String script(Act act);

    /**
     * What an act means here that takes more than its member's node; empty if {@link #script(Act)} is all of it.
     *
     * @throws muster.engine.history.OperatorException if this site cannot do that, with the reason
     */
    default Optional<Procedure> procedure(Act act) {
        return Optional.empty();
    }

    /** How the copies of a member's data are looked into that its node kept; empty if nothing is ever kept here. */
    default Optional<Remains> remains(Member member) {
        return Optional.empty();
    }

    /**
     * How a node is guarded while something on it is broken.
     *
     * @param node as {@link Member#node()}
     * @throws IllegalArgumentException if the site has no such node
     */
    Guarding guarding(String node);

    /** Who does there by hand what no script can. */
    default Hand hand() {
        return Hand.nobody();
    }

    /**
     * How long a harm may be left to its node's own heal, where nodes are reached through the very system that a drill may take away; empty
     * if they are reached whatever becomes of it.
     */
    default Optional<Duration> leftAloneAtMost() {
        return Optional.empty();
    }

    /** Why latencies measured here are not those of real disks; empty if nothing is known against them. */
    default Optional<String> latencyDoubt() {
        return Optional.empty();
    }

    /** Lets go of what this object holds. Members go on. */
    @Override
    void close();
}
