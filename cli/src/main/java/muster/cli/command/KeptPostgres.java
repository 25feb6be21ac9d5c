package muster.cli.command;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import muster.cli.Workbench;
import muster.engine.drill.Drill;
import muster.engine.fault.Fault;
import muster.engine.history.Member;
import muster.engine.history.OperatorException;
import muster.engine.history.View;
import muster.engine.run.Look;
import muster.kubernetes.ApiServers;
import muster.kubernetes.NodeDoors;
import muster.kubernetes.pods.PodFitness;
import muster.kubernetes.postgres.CloudNativePgSwitchover;
import muster.kubernetes.postgres.Keeper;
import muster.kubernetes.postgres.KeeperRefusal;
import muster.kubernetes.postgres.KeptCluster;
import muster.kubernetes.postgres.KeptPod;
import muster.kubernetes.postgres.Login;
import muster.kubernetes.postgres.PostgresGroup;
import muster.kubernetes.site.CloudNativePgLever;
import muster.kubernetes.site.KeeperLever;
import muster.kubernetes.site.KeptServer;
import muster.kubernetes.site.KeptSite;
import muster.kubernetes.site.PatroniLever;
import muster.kubernetes.site.Permit;
import muster.kubernetes.site.PodSite;
import muster.postgres.Keeping;
import muster.postgres.PostgresStore;
import muster.postgres.connection.PostgresAccess;

/** Opens PostgreSQL that an operator keeps for a drill that uses its keeper's own lever or none, and refuses every other by its name. */
final class KeptPostgres {

    private static final int PORT = 5432;
    private static final Duration DEADLINE = Duration.ofSeconds(3);

    private final PodSite.Ground cluster;
    private final NodeDoors doors;
    private final ApiServers api;
    private final Map<String, String> environment;

    /**
     * Connects to nothing yet.
     *
     * @param cluster the one under the pods
     * @param doors the way into its nodes, which whoever opens closes
     * @param api where an order is given, to a keeper that takes it there
     * @param environment as whom the servers are asked: {@code PGUSER} and its like
     */
    KeptPostgres(PodSite.Ground cluster, NodeDoors doors, ApiServers api, Map<String, String> environment) {
        this.cluster = cluster;
        this.doors = doors;
        this.api = api;
        this.environment = environment;
    }

    /** Servers that the drill may begin with. */
    Workbench.Cluster fit(KeptCluster kept, Drill drill, Permit permit) throws InterruptedException {
        PostgresGroup group = kept.group();
        demandOwnLever(group, drill);
        demandWell(kept);
        KeeperLever lever = lever(group);
        if (lever instanceof CloudNativePgLever && !drill.injects().isEmpty()) {
            CloudNativePgSwitchover.demandLeave(api, group.namespace());
        }
        PostgresAccess access = access(group, run(drill.name(), group));
        List<KeptServer> servers = servers(kept);
        KeptSite.Kept ours = new KeptSite.Kept(group.keeper(), lever, servers);
        List<Member> members = members(servers);
        return PodCluster.sited(store(kept, servers, access), store -> {
            // Asked some times before it counts: who is behind a service is told by who is the primary.
            Duration question = PodCluster.median(store, members);
            View view = Look.around(store, members, System.nanoTime(), DEADLINE);
            PodFitness.demand(view, name());
            return site(ours, permit, question);
        });
    }

    /** Servers in whatever state, for whoever breaks nothing. */
    Workbench.Cluster look(KeptCluster kept) throws InterruptedException {
        PostgresAccess access = access(kept.group(), "muster heal");
        KeeperLever lever = lever(kept.group());
        List<KeptServer> servers = servers(kept);
        return new Workbench.Cluster(
                site(new KeptSite.Kept(kept.group().keeper(), lever, servers), Permit.looking(), Duration.ZERO),
                store(kept, servers, access));
    }

    private List<KeptServer> servers(KeptCluster kept) throws InterruptedException {
        List<KeptServer> servers = new ArrayList<>();
        for (KeptPod pod : kept.pods()) {
            servers.add(new KeptServer(pod, tunnel(pod)));
        }
        return servers;
    }

    private PostgresStore store(KeptCluster kept, List<KeptServer> servers, PostgresAccess access) {
        Map<String, String> addresses = new HashMap<>();
        kept.pods().forEach(pod -> addresses.put(pod.address(), pod.name()));
        return new PostgresStore(
                members(servers),
                access,
                new Keeping(
                        addresses, kept.group().service(), kept.group().keeper().title()));
    }

    private KeeperLever lever(PostgresGroup group) {
        return switch (group.keeper().kind()) {
            case PATRONI -> new PatroniLever();
            case CLOUD_NATIVE_PG -> new CloudNativePgLever(api, group.namespace(), group.name());
            case OTHER, MUSTER, STATEFUL_SET ->
                throw new OperatorException(
                        "%s is kept by %s, of which no lever is known here"
                                .formatted(group.title(), group.keeper().title()),
                        KeeperRefusal.ownLevers(group));
        };
    }

    private String name() {
        return cluster.identity().name();
    }

    private void demandOwnLever(PostgresGroup group, Drill drill) {
        Optional<String> known = group.keeper().drill();
        // Another keeper's drill would tell of that one in its report, though its fault is the same.
        boolean theirs = Keeper.drills().contains(drill.name()) && !known.equals(Optional.of(drill.name()));
        boolean own = known.isPresent()
                && !theirs
                && drill.injects().stream().allMatch(inject -> inject.fault() instanceof Fault.Switchover);
        if (own) {
            return;
        }
        throw new OperatorException(
                "%s would act behind the back of %s, which keeps %s; nothing was touched"
                        .formatted(drill.name(), group.keeper().title(), group.title()),
                known.map(lever -> run(lever, group)).orElseGet(() -> KeeperRefusal.ownLevers(group)));
    }

    private void demandWell(KeptCluster kept) {
        PostgresGroup group = kept.group();
        if (!group.findings().isEmpty()) {
            throw new OperatorException(
                    "%s; a drill begins with a healthy cluster".formatted(String.join("; ", group.findings())),
                    "muster status --site " + name());
        }
        if (kept.pods().size() < 2 || kept.pods().size() != group.pods().size()) {
            throw new OperatorException(
                    "%s has %d of %d pods running: a drill wants a primary and its standbys"
                            .formatted(
                                    group.title(),
                                    kept.pods().size(),
                                    group.pods().size()),
                    "kubectl get pods -n %s -o wide".formatted(group.namespace()));
        }
    }

    /** A stranger's Secrets are not read. */
    private PostgresAccess access(PostgresGroup group, String command) {
        if (environment.containsKey("PGUSER")) {
            return ServerFlags.access(environment);
        }
        Login login = group.login();
        String given = login == null ? "PGUSER=NAME PGPASSWORD=PASSWORD" : login.environment(group.namespace());
        throw new OperatorException(
                "no credentials are known for the servers of %s: a role is wanted that may replicate, and make a schema"
                        .formatted(group.title()),
                "%s %s".formatted(given, command));
    }

    private String run(String drill, PostgresGroup group) {
        return "muster run %s --site %s --statefulset %s".formatted(drill, name(), group.title());
    }

    private URI tunnel(KeptPod pod) throws InterruptedException {
        return URI.create("postgresql://127.0.0.1:%d/%s"
                .formatted(
                        doors.forward(pod.node(), pod.address(), PORT),
                        environment.getOrDefault("PGDATABASE", "postgres")));
    }

    private static List<Member> members(List<KeptServer> servers) {
        return servers.stream().map(KeptServer::member).toList();
    }

    private KeptSite site(KeptSite.Kept kept, Permit permit, Duration question) {
        return new KeptSite(
                cluster.with(kept.servers().stream().map(server -> server.pod().node())),
                kept,
                doors,
                permit,
                question);
    }
}
