package muster.etcd;

import java.time.Duration;
import muster.engine.history.Member;
import muster.engine.history.Outcome;
import muster.engine.history.Sighting;

/** How one member is asked what it says of itself, and whether it serves. Safe for threads. */
sealed interface Interview extends AutoCloseable permits GatewayInterview, GrpcInterview {

    /** Asks one member for its status. Needs neither a leader nor a quorum. */
    Sighting look(Member member, long zeroNanos, Duration deadline) throws InterruptedException;

    /** One read of a key that need not exist. */
    Outcome read(Member member, boolean serializable, Duration deadline) throws InterruptedException;

    /**
     * Keeps a lease alive once.
     *
     * @return false if this member did not do it
     */
    boolean refresh(Member member, long lease, Duration deadline) throws InterruptedException;

    /** How members are asked, on one line for the report. */
    String instrument();

    @Override
    void close();
}
