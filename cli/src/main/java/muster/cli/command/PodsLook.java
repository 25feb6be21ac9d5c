package muster.cli.command;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import muster.cli.Workbench;
import muster.cli.screen.PodsStatus;
import muster.cli.screen.SiteReport;
import muster.engine.history.ClusterException;
import muster.engine.history.Member;
import muster.engine.history.OperatorException;
import muster.engine.run.Roster;
import muster.kubernetes.ClusterFacts;
import muster.kubernetes.postgres.Keeper;
import muster.kubernetes.postgres.Login;
import muster.kubernetes.postgres.PodWays;
import muster.kubernetes.postgres.PostgresGroup;
import muster.kubernetes.postgres.PostgresPod;
import muster.kubernetes.postgres.PostgresSight;
import muster.kubernetes.status.SiteSight;
import muster.kubernetes.status.SiteStatus;
import muster.postgres.Keeping;
import muster.postgres.connection.PostgresAccess;
import muster.postgres.status.PostgresInspector;
import muster.postgres.status.PostgresStatus;
import org.jspecify.annotations.Nullable;

/** Looks at PostgreSQL in a cluster's pods, again and again if asked to: by the API, by its keeper, and at each server by itself. */
final class PodsLook implements AutoCloseable {

    private static final Duration DEADLINE = Duration.ofSeconds(2);
    private static final String RUNNING = "Running";

    /** The role and the database of Muster's own manifest. */
    private static final String OWN = "muster";

    private final Workbench workbench;
    private final SiteFlags.Place place;
    private final Map<String, Asked> asked = new HashMap<>();
    private @Nullable URI server;
    private @Nullable PodWays ways;

    /** A cluster's servers as they are asked, as long as they are the same. */
    private record Asked(List<Member> members, Keeping keeping, PostgresInspector inspector) {}

    PodsLook(Workbench workbench, SiteFlags.Place place) {
        this.workbench = workbench;
        this.place = place;
    }

    /** Adds to what was seen of a cluster its PostgreSQL, and what shares its fate. */
    SiteReport report(SiteSight sight, SiteStatus status) throws InterruptedException {
        ClusterFacts api = sight.api();
        if (api == null) {
            return SiteReport.of(
                    status,
                    List.of(),
                    List.of(),
                    List.of(
                            "PostgreSQL in pods: the API alone tells of pods; on a node: k3s crictl ps --name postgres"));
        }
        PodWays open = ways(api.server());
        PostgresSight seen = open.look(api.now());
        List<PodsStatus> clusters = new ArrayList<>();
        for (PostgresGroup group : seen.groups()) {
            clusters.add(status(group, open));
        }
        List<String> unseen = seen.unseen().stream()
                .map(words -> "PostgreSQL in pods: " + words)
                .toList();
        return SiteReport.of(status, clusters, fates(status, clusters), unseen);
    }

    private PodWays ways(URI answers) {
        PodWays open = ways;
        if (open == null || !answers.equals(server)) {
            close();
            server = answers;
            open = new PodWays(place.kubeconfig(), answers);
            ways = open;
        }
        return open;
    }

    private PodsStatus status(PostgresGroup group, PodWays open) throws InterruptedException {
        List<String> findings = new ArrayList<>(group.findings());
        List<String> unseen = new ArrayList<>(group.unseen());
        List<PostgresPod> running = new ArrayList<>();
        for (PostgresPod pod : group.pods()) {
            if (pod.address() == null || !pod.phase().equals(RUNNING)) {
                findings.add("%s does not run: %s".formatted(pod.name(), pod.phase()));
            } else {
                running.add(pod);
            }
        }
        PostgresStatus servers = ask(group, running, open, unseen);
        String primary = servers == null ? null : servers.primary();
        if (primary != null && group.primary() != null && !primary.equals(group.primary())) {
            findings.add("%s names %s as the primary, and %s is the one that says it is"
                    .formatted(group.keeper().title(), group.primary(), primary));
        }
        return new PodsStatus(
                group.namespace(),
                group.name(),
                group.keeper().title(),
                group.keeper().promotes(),
                group.primary(),
                group.words(),
                group.pods(),
                servers,
                findings,
                unseen);
    }

    private @Nullable PostgresStatus ask(
            PostgresGroup group, List<PostgresPod> running, PodWays open, List<String> unseen)
            throws InterruptedException {
        if (running.isEmpty()) {
            return null;
        }
        Optional<PostgresAccess> access = access(group, open);
        if (access.isEmpty()) {
            unseen.add("what each server says: no credentials are known; next: " + credentials(group));
            return null;
        }
        try {
            return inspector(group, running, open, access.get()).look(DEADLINE);
        } catch (OperatorException e) {
            String why = String.valueOf(e.getMessage());
            // How the server's own words for it end where its pg_hba.conf takes connections with TLS alone.
            String encrypted = why.contains("no encryption") ? "PGSSLMODE=require " : "";
            unseen.add("what each server says: %s; next: %s%s".formatted(why, encrypted, credentials(group)));
        } catch (ClusterException e) {
            unseen.add("what each server says: " + e.getMessage());
        }
        return null;
    }

    private PostgresInspector inspector(
            PostgresGroup group, List<PostgresPod> running, PodWays open, PostgresAccess access) {
        String database = group.keeper().kind() == Keeper.Kind.MUSTER
                ? OWN
                : workbench.environment().getOrDefault("PGDATABASE", "postgres");
        List<Member> members = running.stream()
                .map(pod -> new Member(
                        pod.name(),
                        Objects.requireNonNullElse(pod.node(), ""),
                        URI.create("postgresql://127.0.0.1:%d/%s"
                                .formatted(open.forward(group.namespace(), pod), database))))
                .toList();
        Asked known = asked.get(group.title());
        Keeping keeping = keeping(group, running);
        if (known != null && known.members().equals(members) && known.keeping().equals(keeping)) {
            return known.inspector();
        }
        if (known != null) {
            known.inspector().close();
        }
        PostgresInspector inspector =
                new PostgresInspector(new Roster(group.title(), members, null, null), access, keeping);
        asked.put(group.title(), new Asked(members, keeping, inspector));
        return inspector;
    }

    private static Keeping keeping(PostgresGroup group, List<PostgresPod> running) {
        Map<String, String> addresses = new HashMap<>();
        running.forEach(pod -> addresses.put(Objects.requireNonNull(pod.address()), pod.name()));
        return new Keeping(
                addresses,
                group.service(),
                group.keeper().promotes() && group.findings().isEmpty()
                        ? group.keeper().title()
                        : "");
    }

    /** Those of Muster's own manifest, or those that the operator gives; a stranger's Secrets are not read. */
    private Optional<PostgresAccess> access(PostgresGroup group, PodWays open) {
        return open.password(group)
                .map(password -> new PostgresAccess(OWN, password))
                .or(() -> workbench.environment().containsKey("PGUSER")
                        ? Optional.of(ServerFlags.access(workbench.environment()))
                        : Optional.empty());
    }

    private String credentials(PostgresGroup group) {
        String status = "muster status --site " + place.name();
        Login login = group.login();
        return login == null
                ? "PGUSER=NAME PGPASSWORD=PASSWORD " + status
                : "%s %s".formatted(login.environment(group.namespace()), status);
    }

    private static List<String> fates(SiteStatus status, List<PodsStatus> clusters) {
        Map<String, String> members = Fates.members(status.etcd());
        for (SiteStatus.NodeRow node : status.nodes()) {
            if (node.member() != null) {
                members.putIfAbsent(node.node(), "member");
            }
        }
        List<Fates.Server> servers = new ArrayList<>();
        for (PodsStatus cluster : clusters) {
            for (PostgresPod pod : cluster.pods()) {
                String node = pod.node();
                if (node != null) {
                    servers.add(new Fates.Server(
                            "%s/%s".formatted(cluster.namespace(), cluster.name()),
                            pod.name(),
                            node,
                            role(cluster, pod)));
                }
            }
        }
        return Fates.of(members, servers);
    }

    /** What a server says of itself, or else what its keeper says of it. */
    private static String role(PodsStatus cluster, PostgresPod pod) {
        PostgresStatus servers = cluster.servers();
        if (servers != null) {
            for (PostgresStatus.Row row : servers.servers()) {
                if (row.server().equals(pod.name()) && row.answers()) {
                    return row.state();
                }
            }
        }
        if (pod.name().equals(cluster.primary())) {
            return "primary";
        }
        return Objects.requireNonNullElse(pod.role(), "server");
    }

    @Override
    public void close() {
        asked.values().forEach(each -> each.inspector().close());
        asked.clear();
        if (ways != null) {
            ways.close();
            ways = null;
        }
    }
}
