package muster.kubernetes.postgres;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A pod that Patroni or CloudNativePG keeps, as it runs.
 *
 * @param name its name, which is its member's too
 * @param uid what tells it from an earlier pod of that name
 * @param node where it runs
 * @param address its own, within the cluster
 * @param api where its Patroni answers, {@code http://10.42.0.9:8008}, or its instance manager, {@code https://10.42.0.9:8000}
 * @param synchronous true if commits wait for it by Patroni's word, which hands the primary's part to nobody else as long as there is one
 */
public record KeptPod(String name, String uid, String node, String address, String api, boolean synchronous) {

    /**
     * Those pods that run, by name.
     *
     * @param api where each is asked
     * @param synchronous the names of those that commits wait for
     */
    static List<KeptPod> running(Stream<Pod> pods, Function<Pod, String> api, Set<String> synchronous) {
        return pods.filter(pod -> pod.getMetadata().getDeletionTimestamp() == null
                        && pod.getStatus() != null
                        && pod.getStatus().getPodIP() != null)
                .map(pod -> new KeptPod(
                        pod.getMetadata().getName(),
                        pod.getMetadata().getUid(),
                        pod.getSpec().getNodeName(),
                        pod.getStatus().getPodIP(),
                        api.apply(pod),
                        synchronous.contains(pod.getMetadata().getName())))
                .sorted(Comparator.comparing(KeptPod::name))
                .toList();
    }
}
