package muster.kubernetes;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Kubernetes's objects as facts. */
final class Nodes {

    private static final String ROLE = "node-role.kubernetes.io/";
    private static final String MEMBER = "etcd.k3s.cattle.io/node-name";
    private static final String MEMBER_ADDRESS = "etcd.k3s.cattle.io/node-address";

    private Nodes() {}

    static NodeFacts facts(Node node, @Nullable Instant heartbeat) {
        Map<String, String> labels =
                Objects.requireNonNullElse(node.getMetadata().getLabels(), Map.of());
        Map<String, String> annotations =
                Objects.requireNonNullElse(node.getMetadata().getAnnotations(), Map.of());
        NodeCondition ready = condition(node, "Ready");
        NodeCondition voter = condition(node, "EtcdIsVoter");
        return new NodeFacts(
                node.getMetadata().getName(),
                address(node),
                labels.containsKey(ROLE + "control-plane") || labels.containsKey(ROLE + "master"),
                "true".equals(labels.get(ROLE + "etcd")),
                ready == null ? null : ready.getStatus(),
                ready == null ? null : ready.getReason(),
                heartbeat,
                node.getStatus() == null || node.getStatus().getNodeInfo() == null
                        ? null
                        : node.getStatus().getNodeInfo().getKubeletVersion(),
                annotations.get(MEMBER),
                annotations.get(MEMBER_ADDRESS),
                voter == null
                        ? null
                        : new NodeFacts.Voter(
                                voter.getStatus(),
                                Objects.requireNonNullElse(voter.getReason(), ""),
                                instant(voter.getLastHeartbeatTime())));
    }

    static LeaseFacts facts(Lease lease) {
        LeaseSpec spec = lease.getSpec();
        if (spec == null) {
            return new LeaseFacts(lease.getMetadata().getName(), null, null, null, null, 0);
        }
        return new LeaseFacts(
                lease.getMetadata().getName(),
                spec.getHolderIdentity() == null || spec.getHolderIdentity().isEmpty()
                        ? null
                        : spec.getHolderIdentity(),
                instant(spec.getAcquireTime()),
                instant(spec.getRenewTime()),
                spec.getLeaseDurationSeconds(),
                Objects.requireNonNullElse(spec.getLeaseTransitions(), 0));
    }

    private static @Nullable NodeCondition condition(Node node, String type) {
        if (node.getStatus() == null) {
            return null;
        }
        return node.getStatus().getConditions().stream()
                .filter(condition -> type.equals(condition.getType()))
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String address(Node node) {
        if (node.getStatus() == null) {
            return null;
        }
        return node.getStatus().getAddresses().stream()
                .filter(address -> "InternalIP".equals(address.getType()))
                .map(NodeAddress::getAddress)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Instant instant(@Nullable ZonedDateTime time) {
        return time == null ? null : time.toInstant();
    }

    private static @Nullable Instant instant(@Nullable String time) {
        try {
            return time == null ? null : ZonedDateTime.parse(time).toInstant();
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
