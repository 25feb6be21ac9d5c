package muster.postgres.status;

import muster.engine.history.Member;
import org.jspecify.annotations.Nullable;

/**
 * What came back from one server.
 *
 * @param server which
 * @param facts what it says; null if it does not answer
 * @param why why it does not; empty if it does
 * @param tookNanos how long the answer took, with the connection where there was none
 * @param ageNanos how old its last word is; null if this command never heard it
 */
record Reply(
        Member server,
        @Nullable ServerFacts facts,
        String why,
        long tookNanos,
        @Nullable Long ageNanos) {

    String name() {
        return server.name();
    }
}
