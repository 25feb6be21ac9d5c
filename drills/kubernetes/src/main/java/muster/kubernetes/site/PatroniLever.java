package muster.kubernetes.site;

import java.util.Optional;
import muster.engine.cluster.Order;
import muster.engine.cluster.Scripts;

/**
 * A switchover, ordered at the REST API of the primary's member, from its node (patroni.readthedocs.io: Patroni REST API, switchover and
 * failover endpoints).
 */
public record PatroniLever() implements KeeperLever {

    static final String SCRIPT = "patroni.sh";

    @Override
    public String script() {
        return SCRIPT;
    }

    @Override
    public Scripts scripts(String command, KeptServer from, KeptServer to) {
        String both = KeptServer.words(from, to);
        return new Scripts(
                "%s switchover %s".formatted(command, both),
                "%s moved %s".formatted(command, both),
                "%s return %s".formatted(command, from.words()),
                "%s serves %s".formatted(command, from.words()));
    }

    @Override
    public Optional<Order> order(KeptServer from, KeptServer to) {
        return Optional.empty();
    }

    @Override
    public String words(String primary) {
        return "the lever is Patroni's own, at the REST API of " + primary;
    }
}
