package muster.kubernetes.site;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import muster.engine.cluster.Act;
import muster.engine.cluster.Lever;
import muster.engine.cluster.Scripts;
import muster.engine.history.Member;
import muster.engine.history.OperatorException;
import muster.kubernetes.NodeDoors;

/**
 * PostgreSQL that Patroni keeps. One lever is known, and it is Patroni's own: a switchover, ordered at the REST API of the primary's member
 * (patroni.readthedocs.io: Patroni REST API, switchover and failover endpoints). What would act behind its back is refused by name.
 */
public final class KeptSite extends PodsSite {

    static final String SCRIPT = "patroni.sh";

    private final List<KeptServer> servers;
    private final Permit permit;

    /**
     * Connects to nothing yet.
     *
     * @param ground the cluster under the pods; its nodes are all that are locked while it is drilled
     * @param servers in an order that does not change; at least one
     * @param doors the way into the nodes, which is closed with this object
     * @param permit what may be broken
     * @param question how long a question takes by the way the clients come
     */
    public KeptSite(
            PodSite.Ground ground, List<KeptServer> servers, NodeDoors doors, Permit permit, Duration question) {
        super(ground, doors, question);
        this.servers = List.copyOf(servers);
        this.permit = permit;
    }

    @Override
    public List<Member> members() {
        return servers.stream().map(KeptServer::member).toList();
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
        KeptServer from = server(switchover.member());
        KeptServer to = successor(switchover.others());
        String both = "%s %s %s %s"
                .formatted(
                        from.pod().name(),
                        from.pod().api(),
                        to.pod().name(),
                        to.pod().api());
        String one = "%s %s %s"
                .formatted(from.pod().uid(), from.pod().name(), from.pod().api());
        return new Scripts(
                command("switchover", both), command("moved", both), command("return", one), command("serves", one));
    }

    @Override
    public Optional<String> fate(Lever lever) {
        return lever instanceof Lever.Switchover
                ? Optional.of("the lever is Patroni's own, at the REST API of %s"
                        .formatted(lever.member().name()))
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
                "%s is kept by Patroni, which would act against %s behind its back".formatted(member.name(), what),
                "muster run patroni-switchover --site %s --statefulset %s".formatted(name(), pods()));
    }

    private String command(String verb, String words) {
        return "%s %s %s".formatted(kit().command(SCRIPT), verb, words);
    }

    private KeptServer server(Member member) {
        return servers.stream()
                .filter(server -> server.pod().name().equals(member.name()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no pod " + member.name()));
    }
}
