package muster.kubernetes.site;

import java.net.URI;
import muster.engine.history.Member;
import muster.kubernetes.postgres.KeptPod;

/**
 * A PostgreSQL server that Patroni keeps, and the way to it from here.
 *
 * @param pod where it runs
 * @param client where it is asked
 */
public record KeptServer(KeptPod pod, URI client) {

    /** As a member of the store. */
    Member member() {
        return new Member(pod.name(), pod.node(), client);
    }
}
