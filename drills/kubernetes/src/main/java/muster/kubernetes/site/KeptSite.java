package muster.kubernetes.site;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import muster.engine.cluster.Act;
import muster.engine.cluster.Lever;
import muster.engine.cluster.Order;
import muster.engine.cluster.Scripts;
import muster.engine.history.Member;
import muster.engine.history.OperatorException;
import muster.kubernetes.NodeDoors;
import muster.kubernetes.postgres.Keeper;

/**
 * PostgreSQL that an operator keeps. One lever is known, and it is the operator's own: a switchover. What would act behind its back is
 * refused by name.
 */
public final class KeptSite extends PodsSite {

    private final Kept kept;
    private final Permit permit;

    /**
     * The servers and who keeps them.
     *
     * @param keeper one that a lever is known of
     * @param lever its own
     * @param servers in an order that does not change; at least one
     */
    public record Kept(Keeper keeper, KeeperLever lever, List<KeptServer> servers) {

        /** Copies the list. */
        public Kept {
            servers = List.copyOf(servers);
        }
    }

    /**
     * Connects to nothing yet.
     *
     * @param ground the cluster under the pods; its nodes are all that are locked while it is drilled
     * @param kept the servers
     * @param doors the way into the nodes, which is closed with this object
     * @param permit what may be broken
     * @param question how long a question takes by the way the clients come
     */
    public KeptSite(PodSite.Ground ground, Kept kept, NodeDoors doors, Permit permit, Duration question) {
        super(ground, doors, question);
        this.kept = kept;
        this.permit = permit;
    }

    @Override
    public List<Member> members() {
        return kept.servers().stream().map(KeptServer::member).toList();
    }

    @Override
    public Scripts scripts(Lever lever) {
        permit.demand(lever.member().node(), ServerLevers.word(lever));
        if (!(lever instanceof Lever.Switchover switchover)) {
            throw refused(lever.member(), ServerLevers.word(lever));
        }
        if (switchover.others().isEmpty()) {
            throw new OperatorException(
                    "%s: nobody is left to take its part over"
                            .formatted(switchover.member().name()),
                    "say in the drill: target: primary");
        }
        return kept.lever()
                .scripts(
                        kit().command(kept.lever().script()),
                        server(switchover.member()),
                        successor(switchover.others()));
    }

    @Override
    public Optional<Order> order(Lever lever) {
        return lever instanceof Lever.Switchover switchover
                ? kept.lever().order(server(switchover.member()), successor(switchover.others()))
                : Optional.empty();
    }

    @Override
    public Optional<String> fate(Lever lever) {
        return lever instanceof Lever.Switchover
                ? Optional.of(kept.lever().words(lever.member().name()))
                : Optional.empty();
    }

    @Override
    public String script(Act act) {
        throw refused(act.member(), "what this drill does by hand");
    }

    /** Patroni refuses a candidate that commits do not wait for while they wait for another. */
    private KeptServer successor(List<Member> others) {
        return others.stream()
                .map(this::server)
                .filter(server -> server.pod().synchronous())
                .findFirst()
                .orElseGet(() -> server(others.getFirst()));
    }

    private OperatorException refused(Member member, String what) {
        return new OperatorException(
                "%s is kept by %s, which would act against %s behind its back"
                        .formatted(member.name(), kept.keeper().title(), what),
                "muster run %s --site %s --statefulset %s"
                        .formatted(kept.keeper().drill().orElseThrow(), name(), pods()));
    }

    private KeptServer server(Member member) {
        return kept.servers().stream()
                .filter(server -> server.pod().name().equals(member.name()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no pod " + member.name()));
    }
}
