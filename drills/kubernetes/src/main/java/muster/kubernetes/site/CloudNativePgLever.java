package muster.kubernetes.site;

import java.util.Optional;
import muster.engine.cluster.Order;
import muster.engine.cluster.Scripts;
import muster.kubernetes.ApiServers;
import muster.kubernetes.postgres.CloudNativePgSwitchover;
import muster.kubernetes.postgres.Handover;

/**
 * A switchover, ordered in the status of the {@code Cluster} by the credentials of whoever drills; no node has such. What a node can say is
 * what each instance says of itself (cloudnative-pg.io/documentation: instance manager).
 *
 * @param api where it is ordered
 * @param namespace of the cluster
 * @param cluster its name
 */
public record CloudNativePgLever(ApiServers api, String namespace, String cluster) implements KeeperLever {

    static final String SCRIPT = "cnpg.sh";

    @Override
    public String script() {
        return SCRIPT;
    }

    @Override
    public Scripts scripts(String command, KeptServer from, KeptServer to) {
        return new Scripts(
                "%s leads %s %s"
                        .formatted(command, from.pod().name(), from.pod().api()),
                "%s moved %s".formatted(command, KeptServer.words(from, to)),
                "%s return %s".formatted(command, from.words()),
                "%s serves %s".formatted(command, from.words()));
    }

    @Override
    public Optional<Order> order(KeptServer from, KeptServer to) {
        return Optional.of(new CloudNativePgSwitchover(
                api,
                new Handover(namespace, cluster, from.pod().name(), to.pod().name())));
    }

    @Override
    public String words(String primary) {
        return "the lever is CloudNativePG's own: targetPrimary in the status of the Cluster %s/%s, in place of %s"
                .formatted(namespace, cluster, primary);
    }
}
