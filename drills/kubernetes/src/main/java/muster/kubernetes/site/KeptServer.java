package muster.kubernetes.site;

import java.net.URI;
import muster.engine.history.Member;
import muster.kubernetes.postgres.KeptPod;

/**
 * A PostgreSQL server that an operator keeps, and the way to it from here.
 *
 * @param pod where it runs
 * @param client where it is asked
 */
public record KeptServer(KeptPod pod, URI client) {

    /** What a script is told of two of them. */
    static String words(KeptServer from, KeptServer to) {
        return "%s %s %s %s".formatted(from.pod.name(), from.pod.api(), to.pod.name(), to.pod.api());
    }

    /** What a script is told of it, with what tells it from an earlier pod of its name. */
    String words() {
        return "%s %s %s".formatted(pod.uid(), pod.name(), pod.api());
    }

    /** As a member of the store. */
    public Member member() {
        return new Member(pod.name(), pod.node(), client);
    }
}
