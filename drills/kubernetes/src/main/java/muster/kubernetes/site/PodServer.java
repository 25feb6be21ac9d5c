package muster.kubernetes.site;

import java.net.URI;
import muster.engine.history.Member;
import muster.kubernetes.pods.ServerPod;

/**
 * A PostgreSQL server in a pod, and the ways to it from here.
 *
 * @param pod where it runs
 * @param client where it is asked
 * @param remains where a server on a copy of its data would be asked
 */
public record PodServer(ServerPod pod, URI client, URI remains) {

    /** As a member of the store. */
    Member member() {
        return new Member(pod.name(), pod.node(), client);
    }
}
