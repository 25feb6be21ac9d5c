package muster.kubernetes.site;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import muster.engine.cluster.Act;
import muster.engine.cluster.Lever;
import muster.engine.cluster.Remains;
import muster.engine.cluster.Scripts;
import muster.engine.history.Member;
import muster.kubernetes.NodeDoors;
import muster.kubernetes.pods.PodSet;

/**
 * The PostgreSQL servers of one StatefulSet on a K3s cluster. Its members are pods by their names; all is done to them from the nodes where they
 * run. A pod that is made anew is another one, which an object that was made before does not know. Needs no API server once it is made.
 */
public final class PodSite extends PodsSite {

    private final NodeLever node;
    private final List<PodServer> servers;
    private final Permit permit;
    private final PodLevers levers;

    /**
     * Connects to nothing yet.
     *
     * @param ground the cluster under the pods
     * @param servers in an order that does not change; at least one
     * @param doors the way into the nodes, which is closed with this object
     * @param permit what may be broken
     * @param question how long a question takes by the way the clients come
     */
    public PodSite(Ground ground, List<PodServer> servers, NodeDoors doors, Permit permit, Duration question) {
        super(ground, doors, question);
        this.servers = List.copyOf(servers);
        this.permit = permit;
        this.node = new NodeLever(kit(), ground.voters(), doors);
        this.levers = new PodLevers(kit(), this.servers, doors, node);
    }

    /**
     * The cluster under the pods.
     *
     * @param identity its nodes are all with an etcd member, and those where a server runs
     * @param voters its servers with an etcd member
     * @param pods which of its pods the servers are in
     */
    public record Ground(ServerSite.Identity identity, List<SiteServer> voters, PodSet pods) {
        /** Copies the list. */
        public Ground {
            voters = List.copyOf(voters);
        }

        /** The same, where servers run on these nodes, too. */
        public Ground with(Stream<String> more) {
            List<String> nodes = Stream.concat(identity.nodes().stream(), more)
                    .distinct()
                    .sorted()
                    .toList();
            return new Ground(new ServerSite.Identity(identity.name(), identity.cluster(), nodes), voters, pods);
        }
    }

    @Override
    public List<Member> members() {
        return servers.stream().map(PodServer::member).toList();
    }

    @Override
    public Scripts scripts(Lever lever) {
        permit.demand(lever.member().node(), ServerLevers.word(lever));
        return levers.scripts(lever);
    }

    @Override
    public Optional<String> fate(Lever lever) {
        return lever instanceof Lever.LoseNode || lever instanceof Lever.PartNode
                ? Optional.of(node.fate(lever.member()))
                : Optional.empty();
    }

    @Override
    public String script(Act act) {
        return levers.script(act);
    }

    @Override
    public Optional<Remains> remains(Member member) {
        return Optional.of(levers.remains(member));
    }

    /**
     * The script that does one thing to a server, for {@link #shell}: the verbs stand at the head of {@code server.sh}. The node must be
     * {@linkplain #prepare prepared}.
     *
     * @param words what follows the server's name
     */
    public String serverCommand(String verb, Member server, String... words) {
        return levers.verb(server, verb, words);
    }
}
