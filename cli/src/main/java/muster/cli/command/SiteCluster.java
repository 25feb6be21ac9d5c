package muster.cli.command;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import muster.cli.Workbench;
import muster.engine.cluster.Beside;
import muster.engine.cluster.Hand;
import muster.engine.cluster.Store;
import muster.engine.cluster.Surroundings;
import muster.engine.drill.Drill;
import muster.engine.fault.Ledger;
import muster.engine.history.ClusterException;
import muster.engine.history.Member;
import muster.engine.history.OperatorException;
import muster.engine.history.Timers;
import muster.engine.run.Look;
import muster.engine.run.Runner;
import muster.etcd.EtcdKeys;
import muster.etcd.EtcdStore;
import muster.kubernetes.ApiServers;
import muster.kubernetes.Kubeconfig;
import muster.kubernetes.NodeDoors;
import muster.kubernetes.api.ClusterSurroundings;
import muster.kubernetes.api.KubernetesStore;
import muster.kubernetes.api.LeaseStore;
import muster.kubernetes.api.LeasedWork;
import muster.kubernetes.api.PodStore;
import muster.kubernetes.pods.PodSearch;
import muster.kubernetes.pods.PodSet;
import muster.kubernetes.site.Permit;
import muster.kubernetes.site.PodSite;
import muster.kubernetes.site.ServerSite;
import muster.kubernetes.site.ServerUnit;
import muster.kubernetes.site.SiteServer;
import muster.kubernetes.status.ApiAddresses;
import muster.kubernetes.status.Datastore;
import muster.kubernetes.status.EtcdCertificates;
import muster.kubernetes.status.EtcdDoors;
import muster.kubernetes.status.KnownNode;
import muster.kubernetes.status.NodeSurvey;
import muster.kubernetes.status.SiteInspector;
import muster.kubernetes.status.SiteSight;
import muster.lab.LabSite;
import org.jspecify.annotations.Nullable;

/** Opens a K3s cluster for a drill, or its nodes alone for healing. */
final class SiteCluster implements AddedSite {

    private static final Duration DEADLINE = Duration.ofSeconds(3);
    private static final int CLIENT_PORT = 2379;
    private static final int API_PORT = 6443;

    private final Workbench workbench;
    private final SiteFlags.Place place;
    private final PodSet set;

    /** @param set its PostgreSQL servers, for whoever asks for them */
    SiteCluster(Workbench workbench, SiteFlags.Place place, PodSet set) {
        this.workbench = workbench;
        this.place = place;
        this.set = set;
    }

    /**
     * {@inheritDoc}
     *
     * @throws OperatorException if there are no PostgreSQL servers that Muster may break, it has no embedded etcd, its nodes or its etcd cannot be reached by us, or a member has no vote yet
     * @throws ClusterException if no server answers
     */
    @Override
    public Workbench.Cluster open(Drill drill, Permit permit) throws InterruptedException {
        return drill.store().equals(LabSite.POSTGRES)
                ? pods((cluster, doors) -> fit(cluster, drill, permit, doors))
                : open(drill.store(), permit, drill);
    }

    /** PostgreSQL in pods, with what is watched beside it. */
    private Workbench.Cluster fit(PodCluster pods, Drill drill, Permit permit, NodeDoors doors)
            throws InterruptedException {
        Workbench.Cluster cluster = pods.fit(set, drill, permit);
        if (drill.beside().isEmpty()) {
            return cluster;
        }
        List<Beside> beside = new ArrayList<>();
        boolean opened = false;
        try {
            SiteSight sight = look(doors);
            demandEtcd(sight);
            List<SiteServer> servers = servers(sight, new EtcdDoors(doors).members(sight));
            demandSurveys(sight, servers);
            new Readiness(place.name(), doors, servers).demand(drill);
            List<Member> members = servers.stream()
                    .map(server -> new Member(server.node(), server.node(), server.client()))
                    .toList();
            for (String word : drill.beside()) {
                EtcdStore etcd = EtcdStore.overGrpc(members, keys(sight));
                Store store = inLanguage(word, etcd, members, servers);
                beside.add(new Beside(store, members, timers(sight)));
                Voters.demand(etcd, members, statusCommand());
                Look.around(store, members, System.nanoTime(), DEADLINE);
            }
            Surroundings surroundings = new ClusterSurroundings(
                    place.kubeconfig(), apiServers(servers), List.of(set.namespace(), PodStore.NAMESPACE));
            opened = true;
            return new Workbench.Cluster(new Runner.Ground(cluster.site(), cluster.store(), beside, surroundings));
        } finally {
            if (!opened) {
                beside.forEach(each -> each.store().close());
                cluster.store().close();
            }
        }
    }

    @Override
    public Workbench.Cluster open(String store) throws InterruptedException {
        return store.equals(LabSite.POSTGRES)
                ? pods((cluster, doors) -> cluster.look(set))
                : open(store, Permit.looking(), null);
    }

    private Workbench.Cluster open(String store, Permit permit, @Nullable Drill drill) throws InterruptedException {
        NodeDoors doors = doors();
        boolean opened = false;
        try {
            SiteSight sight = look(doors);
            demandEtcd(sight);
            EtcdKeys keys = keys(sight);
            List<SiteServer> servers = servers(sight, new EtcdDoors(doors).members(sight));
            demandSurveys(sight, servers);
            if (drill != null) {
                new Readiness(place.name(), doors, servers).demand(drill);
            }
            ServerSite site = new ServerSite(
                    identity(servers),
                    ServerUnit.K3S,
                    servers,
                    timers(sight),
                    doors,
                    permit,
                    new TerminalHand(workbench.terminal()),
                    workbench.state().recoveries());
            EtcdStore etcd = EtcdStore.overGrpc(site.members(), keys);
            Voters.demand(etcd, site.members(), statusCommand());
            // Connections with TLS and gRPC are set up once, before anything has a deadline of its own.
            Look.around(etcd, site.members(), System.nanoTime(), DEADLINE);
            opened = true;
            return new Workbench.Cluster(site, inLanguage(store, etcd, site.members(), servers));
        } finally {
            if (!opened) {
                doors.close();
            }
        }
    }

    /** Those with an etcd member, and others on which something was broken in a pod. */
    @Override
    public ServerSite nodes() {
        List<SiteServer> servers = voters(workbench.sites().nodes(place.name()));
        Stream<String> broken = Ledger.openIn(workbench.state().ledger()).stream()
                .filter(intent -> intent.site().equals(place.name()))
                .map(intent -> intent.node());
        List<String> nodes = Stream.concat(servers.stream().map(SiteServer::node), broken)
                .distinct()
                .toList();
        return new ServerSite(
                new ServerSite.Identity(place.name(), place.kubeconfig().cluster(), nodes),
                ServerUnit.K3S,
                servers,
                null,
                doors(),
                Permit.looking(),
                Hand.nobody(),
                workbench.state().recoveries());
    }

    private static List<SiteServer> voters(List<KnownNode> nodes) {
        return nodes.stream()
                .filter(SiteCluster::votes)
                .map(node -> new SiteServer(
                        node.name(), address(node), EtcdDoors.uri(address(node), CLIENT_PORT), SiteServer.USUAL_DATA))
                .toList();
    }

    private static boolean votes(KnownNode node) {
        return node.server() && node.member() != null;
    }

    /**
     * The PostgreSQL servers in its pods, in whatever state they are.
     *
     * @throws OperatorException if there are none that Muster may act on, or they cannot be reached by us
     * @throws ClusterException if no API server answers
     */
    PodCluster.Reached pods() throws InterruptedException {
        return pods((cluster, doors) -> cluster.reach(set));
    }

    /** What is done with the servers in pods, and the way into their nodes; what it returns closes the doors. */
    private interface Opening<T> {
        T of(PodCluster cluster, NodeDoors doors) throws InterruptedException;
    }

    private <T> T pods(Opening<T> opening) throws InterruptedException {
        NodeDoors doors = doors();
        boolean done = false;
        try {
            T opened = opening.of(pods(doors), doors);
            done = true;
            return opened;
        } finally {
            if (!done) {
                doors.close();
            }
        }
    }

    private PodCluster pods(NodeDoors doors) throws InterruptedException {
        List<KnownNode> nodes = look(doors).nodes();
        List<SiteServer> voters = voters(nodes);
        return new PodCluster(
                new PodSite.Ground(identity(voters), voters, set),
                new PodSearch(new ApiServers(place.kubeconfig(), ApiAddresses.of(place.kubeconfig(), nodes))),
                doors,
                workbench.environment());
    }

    /** A store by its word, over the etcd that every one of them asks who leads. */
    private Store inLanguage(String store, EtcdStore etcd, List<Member> members, List<SiteServer> servers) {
        List<Member> api = apiServers(servers);
        return switch (store) {
            case LabSite.ETCD -> etcd;
            case KubernetesStore.NAME -> new KubernetesStore(place.kubeconfig(), api, etcd, members);
            case PodStore.NAME -> new PodStore(new KubernetesStore(place.kubeconfig(), api, etcd, members));
            default -> leased(store, new KubernetesStore(place.kubeconfig(), api, etcd, members));
        };
    }

    private List<Member> apiServers(List<SiteServer> servers) {
        return servers.stream()
                .map(server -> new Member(server.node(), server.node(), apiServer(server)))
                .toList();
    }

    private static LeaseStore leased(String store, KubernetesStore api) {
        for (LeasedWork work : LeasedWork.values()) {
            if (work.store().equals(store)) {
                return new LeaseStore(work, api);
            }
        }
        throw new IllegalStateException("no such store on a K3s cluster: " + store);
    }

    /** At the port that the kubeconfig names if it names one of the servers; else at K3s's own. */
    private URI apiServer(SiteServer server) {
        URI named = place.kubeconfig().server();
        boolean direct = named.getPort() > 0 && !named.getHost().equals("127.0.0.1");
        return EtcdDoors.uri(server.address(), direct ? named.getPort() : API_PORT);
    }

    private ServerSite.Identity identity(List<SiteServer> servers) {
        return new ServerSite.Identity(
                place.name(),
                place.kubeconfig().cluster(),
                servers.stream().map(SiteServer::node).toList());
    }

    private NodeDoors doors() {
        NodeDoors doors = SiteDoors.of(workbench, place);
        if (doors == null) {
            throw new OperatorException(
                    "there is no way into the nodes of %s".formatted(place.name()),
                    "muster site remove %1$s && muster site add %1$s --kubeconfig FILE --context NAME --ssh CONFIG (or --agent)"
                            .formatted(place.name()));
        }
        return doors;
    }

    private SiteSight look(NodeDoors doors) throws InterruptedException {
        List<KnownNode> known = place.added() ? workbench.sites().nodes(place.name()) : List.of();
        Kubeconfig kubeconfig = place.kubeconfig();
        try (SiteInspector inspector = new SiteInspector(place.name(), kubeconfig, doors, known)) {
            SiteSight sight = inspector.look();
            if (place.added() && sight.api() != null) {
                workbench.sites().remember(place.name(), sight.nodes());
            }
            return sight;
        }
    }

    private void demandEtcd(SiteSight sight) {
        Datastore datastore = sight.datastore();
        switch (datastore.kind()) {
            case EMBEDDED_ETCD -> {}
            case UNKNOWN ->
                throw new ClusterException(
                        "%s: no server can be looked at: %s".formatted(place.name(), sight.apiWords()));
            case SQLITE, EXTERNAL_POSTGRES, EXTERNAL_MYSQL, EXTERNAL_ETCD, EXTERNAL, NOT_ETCD ->
                throw new OperatorException(
                        "%s has no embedded etcd to break: it keeps its objects in %s"
                                .formatted(place.name(), datastore.words()),
                        statusCommand());
        }
    }

    private EtcdKeys keys(SiteSight sight) {
        EtcdCertificates certificates = sight.certificates();
        if (certificates == null) {
            throw new OperatorException(
                    "the client certificate of etcd cannot be read on any server of %s: %s"
                            .formatted(
                                    place.name(),
                                    String.join("; ", sight.closed().values())),
                    statusCommand());
        }
        return new EtcdKeys(
                certificates.origin(), certificates.authority(), certificates.certificate(), certificates.key());
    }

    private static List<SiteServer> servers(SiteSight sight, List<Member> members) {
        List<SiteServer> servers = new ArrayList<>();
        for (Member member : members) {
            KnownNode node = sight.nodes().stream()
                    .filter(each -> each.name().equals(member.node()))
                    .findFirst()
                    .orElseThrow();
            NodeSurvey survey = sight.surveys().get(node.name());
            servers.add(new SiteServer(
                    node.name(),
                    address(node),
                    member.client(),
                    survey == null ? SiteServer.USUAL_DATA : survey.data()));
        }
        return servers;
    }

    private static String address(KnownNode node) {
        return Objects.requireNonNullElse(
                node.memberAddress(), Objects.requireNonNullElse(node.address(), node.name()));
    }

    private void demandSurveys(SiteSight sight, List<SiteServer> servers) {
        String closed = servers.stream()
                .map(server -> sight.closed().get(server.node()))
                .filter(Objects::nonNull)
                .collect(Collectors.joining("; "));
        if (!closed.isEmpty()) {
            throw new OperatorException(closed, statusCommand());
        }
    }

    /** Those that every server runs with. */
    private Timers timers(SiteSight sight) {
        List<Timers> timers = sight.surveys().values().stream()
                .filter(survey -> survey.member() != null)
                .map(NodeSurvey::timers)
                .distinct()
                .toList();
        if (timers.size() != 1) {
            throw new OperatorException(
                    "the servers of %s run etcd with different timers, so that nothing can be foretold"
                            .formatted(place.name()),
                    "give every server the same --etcd-arg=heartbeat-interval and election-timeout");
        }
        return timers.getFirst();
    }

    private String statusCommand() {
        return "muster status --site " + place.name();
    }
}
