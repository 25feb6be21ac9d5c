package muster.kubernetes.site;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import muster.engine.cluster.Act;
import muster.engine.cluster.Hand;
import muster.engine.cluster.Lever;
import muster.engine.cluster.Procedure;
import muster.engine.cluster.Scripts;
import muster.engine.history.Member;
import muster.engine.history.OperatorException;
import muster.engine.history.Timers;
import muster.kubernetes.NodeDoors;
import org.jspecify.annotations.Nullable;

/**
 * Servers that each run one systemd unit: a K3s cluster with embedded etcd, or plain hosts. Its members are its servers, by the names of
 * their nodes: whatever is done to a member is done to the server process that holds it. Needs no API server once it is made.
 */
public final class ServerSite extends NodeSite {

    private static final Duration LEFT_ALONE = Duration.ofMinutes(2);

    private final List<SiteServer> servers;
    private final @Nullable Timers timers;
    private final Permit permit;
    private final Hand hand;
    private final ServerLevers levers;

    /**
     * Connects to nothing yet.
     *
     * @param identity its name and what tells this cluster from another one of that name
     * @param unit what runs on every one of its servers
     * @param servers those with a member, in an order that does not change
     * @param timers what its etcd runs with; null if that is not known
     * @param doors the way into its nodes, which is closed with this object
     * @param permit what may be broken
     * @param hand who does there what no script can
     * @param recoveries the folder of all recoveries of etcd
     */
    public ServerSite(
            Identity identity,
            ServerUnit unit,
            List<SiteServer> servers,
            @Nullable Timers timers,
            NodeDoors doors,
            Permit permit,
            Hand hand,
            Path recoveries) {
        super(identity, doors);
        this.servers = List.copyOf(servers);
        this.timers = timers;
        this.permit = permit;
        this.hand = hand;
        this.levers = new ServerLevers(identity.name(), unit, kit(), this.servers, doors, recoveries);
    }

    /**
     * Which cluster it is.
     *
     * @param name as the operator calls it
     * @param cluster the same for every process that looks, and another for every cluster
     * @param nodes all that are locked before something is broken, of whatever store, in an order that does not change
     */
    public record Identity(String name, String cluster, List<String> nodes) {
        /** Copies the list. */
        public Identity {
            nodes = List.copyOf(nodes);
        }
    }

    @Override
    public List<Member> members() {
        return servers.stream().map(SiteServer::member).toList();
    }

    @Override
    public @Nullable Timers timers() {
        return timers;
    }

    @Override
    public Scripts scripts(Lever lever) {
        permit.demand(lever.member().node(), ServerLevers.word(lever));
        demandDoorStays(lever);
        return levers.scripts(lever);
    }

    @Override
    public String script(Act act) {
        return switch (act) {
            case Act.Replace replace -> levers.replace(replace.member());
            case Act.Promote _ -> throw unknown(act, "promote");
            case Act.Rejoin _ -> throw unknown(act, "rejoin");
            case Act.Rebuild _ -> throw unknown(act, "rebuild");
            case Act.CancelWaiting _ -> throw unknown(act, "cancel-waiting");
            case Act.Snapshot snapshot -> levers.snapshot(snapshot.member());
            case Act.Recover _, Act.Restore _ ->
                throw new IllegalArgumentException("it takes more than one node: see procedure");
        };
    }

    /** Every server is stopped, and what was not allowed on one of them is not done on any. */
    @Override
    public Optional<Procedure> procedure(Act act) {
        Optional<Procedure> procedure = levers.procedure(act);
        if (procedure.isPresent()) {
            servers.forEach(server -> permit.demand(server.node(), "lose-disk"));
        }
        return procedure;
    }

    private static OperatorException unknown(Act act, String word) {
        return unable("%s: %s is known in the lab only".formatted(act.member().name(), word));
    }

    @Override
    public Hand hand() {
        return hand;
    }

    @Override
    public Optional<Duration> leftAloneAtMost() {
        return doors().throughApi() ? Optional.of(LEFT_ALONE) : Optional.empty();
    }

    @Override
    public Optional<String> latencyDoubt() {
        List<String> through = servers.stream()
                .filter(SiteServer::tunnelled)
                .map(SiteServer::node)
                .toList();
        return through.isEmpty()
                ? Optional.empty()
                : Optional.of("%s %s asked through a tunnel, which adds its own time and hides that a port refuses"
                        .formatted(
                                through.stream().collect(Collectors.joining(", ")),
                                through.size() == 1 ? "is" : "are"));
    }

    static OperatorException noDisk(Member member) {
        return unable(
                "%s: losing a disk for good, and the way back from it, are known on the servers of a K3s cluster only"
                        .formatted(member.name()));
    }

    /** The node agent is entered through the kubelet of its node, which is a part of K3s's server process. */
    private void demandDoorStays(Lever lever) {
        boolean endsKubelet = switch (lever) {
            case Lever.Kill _,
                    Lever.Terminate _,
                    Lever.Pause _,
                    Lever.Reboot _,
                    Lever.PowerCut _,
                    Lever.LoseData _,
                    Lever.LoseDisk _,
                    Lever.FillDisk _ -> true;
            // The node itself is entered through what these cut.
            case Lever.LoseNode _, Lever.PartNode _ -> true;
            case Lever.Isolate _,
                    Lever.Cut _,
                    Lever.FillQuota _,
                    Lever.Configure _,
                    Lever.ClockJump _,
                    Lever.Switchover _ -> false;
        };
        if (endsKubelet && doors().throughApi()) {
            throw new OperatorException(
                    "%s: %s ends the kubelet too, through which the node agent is entered: nobody could look after the node until then"
                            .formatted(lever.member().name(), ServerLevers.word(lever)),
                    "enter the nodes by ssh: muster site add NAME --kubeconfig FILE --context NAME --ssh CONFIG");
        }
    }

    static OperatorException unable(String why) {
        return new OperatorException(why, "choose another drill: muster drills");
    }
}
