package muster.cli.command;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import muster.cli.Workbench;
import muster.engine.cluster.Site;
import muster.engine.drill.Drill;
import muster.engine.history.Member;
import muster.engine.history.Sighting;
import muster.engine.history.View;
import muster.engine.run.Look;
import muster.kubernetes.NodeDoors;
import muster.kubernetes.pods.PodFitness;
import muster.kubernetes.pods.PodSearch;
import muster.kubernetes.pods.PodSet;
import muster.kubernetes.pods.ServerPod;
import muster.kubernetes.postgres.KeptCluster;
import muster.kubernetes.site.Permit;
import muster.kubernetes.site.PodEntrance;
import muster.kubernetes.site.PodServer;
import muster.kubernetes.site.PodSite;
import muster.postgres.PostgresStore;
import muster.postgres.connection.PostgresAccess;

/** Opens the PostgreSQL servers of a K3s cluster: finds their pods, and digs a tunnel to each by its own node. */
final class PodCluster {

    private static final String ROLE = "muster";
    private static final int PORT = 5432;

    /** Where a server on a copy of the data listens, by the servers' own script. */
    private static final int REMAINS_PORT = 5433;

    private static final Duration DEADLINE = Duration.ofSeconds(3);
    private static final int QUESTIONS = 5;

    private final PodSite.Ground cluster;
    private final PodSearch search;
    private final NodeDoors doors;
    private final Map<String, String> environment;
    private final List<PodServer> servers = new ArrayList<>();

    /**
     * Connects to nothing yet.
     *
     * @param cluster which it is, and its servers with an etcd member
     * @param search where its pods are looked for
     * @param doors the way into its nodes, which whoever opens closes
     * @param environment as whom servers are asked whose credentials are not ours
     */
    PodCluster(PodSite.Ground cluster, PodSearch search, NodeDoors doors, Map<String, String> environment) {
        this.environment = environment;
        this.cluster = cluster;
        this.search = search;
        this.doors = doors;
    }

    /** Servers that a drill may begin with: Muster's own, or such as their keeper lets it drill. */
    Workbench.Cluster fit(PodSet set, Drill drill, Permit permit) throws InterruptedException {
        Optional<KeptCluster> kept = search.kept(set);
        if (kept.isPresent()) {
            return new KeptPostgres(cluster, doors, search.api(), environment).fit(kept.get(), drill, permit);
        }
        PostgresAccess access = enter(set);
        PodEntrance entrance = new PodEntrance(doors);
        for (PodServer server : servers) {
            PodFitness.demandRoom(server.pod().name(), entrance.survey(server.pod()));
        }
        List<Member> members = members();
        return sited(new PostgresStore(members, access), store -> {
            View view = Look.around(store, members, System.nanoTime(), DEADLINE);
            PodFitness.demand(view, cluster.identity().name());
            return site(permit, median(store, members));
        });
    }

    /** What makes a site once its servers were asked. */
    interface Siting {
        Site of(PostgresStore store) throws InterruptedException;
    }

    /** A store with its site; it is closed if there is none. */
    static Workbench.Cluster sited(PostgresStore store, Siting siting) throws InterruptedException {
        boolean fit = false;
        try {
            Site site = siting.of(store);
            fit = true;
            return new Workbench.Cluster(site, store);
        } finally {
            if (!fit) {
                store.close();
            }
        }
    }

    /** Servers in whatever state and whoever keeps them, for whoever breaks nothing. */
    Workbench.Cluster look(PodSet set) throws InterruptedException {
        Optional<KeptCluster> kept = search.kept(set);
        return kept.isPresent()
                ? new KeptPostgres(cluster, doors, search.api(), environment).look(kept.get())
                : reach(set).cluster();
    }

    /** Servers in whatever state: the way to them, and as whom they are asked. */
    Reached reach(PodSet set) throws InterruptedException {
        PostgresAccess access = enter(set);
        return new Reached(site(Permit.looking(), Duration.ZERO), access);
    }

    /** A site, and as whom its servers are asked. */
    record Reached(PodSite site, PostgresAccess access) {
        Workbench.Cluster cluster() {
            return new Workbench.Cluster(site, new PostgresStore(site.members(), access));
        }
    }

    private PostgresAccess enter(PodSet set) throws InterruptedException {
        List<ServerPod> pods = search.find(set);
        // All pods have the same secret.
        String password = new PodEntrance(doors).password(pods.getFirst());
        for (ServerPod pod : pods) {
            servers.add(new PodServer(pod, tunnel(pod, PORT), tunnel(pod, REMAINS_PORT)));
        }
        return new PostgresAccess(ROLE, password);
    }

    private URI tunnel(ServerPod pod, int port) throws InterruptedException {
        int local = doors.forward(pod.node(), pod.address(), port);
        return URI.create("postgresql://127.0.0.1:%d/muster".formatted(local));
    }

    private List<Member> members() {
        return site(Permit.looking(), Duration.ZERO).members();
    }

    private PodSite site(Permit permit, Duration question) {
        return new PodSite(
                cluster.with(servers.stream().map(server -> server.pod().node())), servers, doors, permit, question);
    }

    /** How long a question takes, of the servers that answered each. */
    static Duration median(PostgresStore store, List<Member> members) throws InterruptedException {
        List<Long> nanos = new ArrayList<>();
        for (int round = 0; round < QUESTIONS; round++) {
            for (Member member : members) {
                Sighting sighting = store.look(member, System.nanoTime(), DEADLINE);
                nanos.add(sighting.answeredNanos() - sighting.askedNanos());
            }
        }
        return Duration.ofNanos(nanos.stream().sorted().toList().get(nanos.size() / 2));
    }
}
