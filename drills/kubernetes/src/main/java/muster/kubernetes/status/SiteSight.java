package muster.kubernetes.status;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import muster.kubernetes.ClusterFacts;
import org.jspecify.annotations.Nullable;

/**
 * All that was seen of a site at one look, by either way, before it is judged.
 *
 * @param site its name
 * @param context the kubeconfig's context
 * @param api what an API server told; null if none did
 * @param apiWords why none did, or why another one than the kubeconfig's was asked; empty if that one answered
 * @param nodes the nodes, as the API server tells them now, or as they are remembered
 * @param surveys what servers told by themselves, by node
 * @param closed why a server told nothing by itself, by node
 * @param entered false if there is no way into the nodes at all
 * @param certificates how its etcd is asked; null if they could not be had
 */
public record SiteSight(
        String site,
        String context,
        @Nullable ClusterFacts api,
        String apiWords,
        List<KnownNode> nodes,
        Map<String, NodeSurvey> surveys,
        Map<String, String> closed,
        boolean entered,
        @Nullable EtcdCertificates certificates) {

    /** Stands in {@code closed} between why and what to type, where that is known. */
    public static final String NEXT = "; next: ";

    /** Copies the collections. */
    public SiteSight {
        nodes = List.copyOf(nodes);
        surveys = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(surveys));
        closed = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(closed));
    }

    /** The name of the etcd member on a node: by its annotation, or else by the server's own file; null if it has none. */
    public @Nullable String member(KnownNode node) {
        if (node.member() != null) {
            return node.member();
        }
        NodeSurvey survey = surveys.get(node.name());
        return survey == null ? null : survey.member();
    }

    /** Where the cluster keeps its objects. */
    public Datastore datastore() {
        return Datastore.of(api == null ? List.of() : api.nodes(), surveys.values());
    }
}
