package muster.cli.command;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import muster.cli.Workbench;
import muster.cli.site.PlainHosts;
import muster.cli.site.SiteEntry;
import muster.engine.cluster.Store;
import muster.engine.drill.Drill;
import muster.engine.drill.Step;
import muster.engine.history.Member;
import muster.engine.history.OperatorException;
import muster.engine.history.Timers;
import muster.engine.run.Look;
import muster.etcd.EtcdAccess;
import muster.etcd.EtcdStore;
import muster.kubernetes.NodeDoors;
import muster.kubernetes.hosts.HostSurvey;
import muster.kubernetes.site.Permit;
import muster.kubernetes.site.ServerSite;
import muster.kubernetes.site.ServerUnit;
import muster.kubernetes.site.SiteServer;
import muster.kubernetes.ssh.SshDoors;
import muster.lab.LabSite;
import muster.postgres.PostgresStore;
import org.jspecify.annotations.Nullable;

/** Opens plain hosts for a drill, or for healing. */
final class HostCluster implements AddedSite {

    private static final Duration DEADLINE = Duration.ofSeconds(3);

    /** Nothing elects or is broken there: it is asked for locks and shells alone. */
    private static final int NO_PEERS = 0;

    private final Workbench workbench;
    private final SiteEntry entry;
    private final PlainHosts hosts;

    HostCluster(Workbench workbench, SiteEntry entry) {
        this.workbench = workbench;
        this.entry = entry;
        this.hosts = Objects.requireNonNull(entry.hosts());
    }

    @Override
    public Workbench.Cluster open(Drill drill, Permit permit) throws InterruptedException {
        return switch (drill.store()) {
            case LabSite.ETCD -> etcd(permit);
            case LabSite.POSTGRES -> postgres(drill, permit);
            default ->
                throw new OperatorException(
                        "%s needs a K3s cluster, and %s is plain hosts".formatted(drill.name(), entry.name()),
                        "choose another drill: muster drills");
        };
    }

    @Override
    public Workbench.Cluster open(String store) throws InterruptedException {
        return store.equals(LabSite.POSTGRES) ? postgres(Permit.looking()) : etcd(Permit.looking());
    }

    @Override
    public ServerSite nodes() {
        return hosts.etcd().isEmpty()
                ? postgresSite(demandDoors(), Permit.looking())
                : etcdSite(members(hosts.etcd()), null, List.of(), demandDoors(), Permit.looking());
    }

    /** The etcd of some hosts, as its own clients reach it. */
    static EtcdAccess access(PlainHosts hosts) {
        return new EtcdAccess(path(hosts.cacert()), path(hosts.cert()), path(hosts.key()));
    }

    /** Servers as members that can be asked. */
    static List<Member> members(List<PlainHosts.Server> servers) {
        return servers.stream()
                .map(server -> new Member(server.node(), server.node(), URI.create(server.url())))
                .toList();
    }

    /** The way into the hosts; null if none was named. */
    static @Nullable NodeDoors doors(Workbench workbench, SiteEntry entry) {
        String ssh = entry.ssh();
        return ssh == null ? null : new SshDoors(Path.of(ssh), workbench.state().connections());
    }

    private static @Nullable Path path(@Nullable String file) {
        return file == null ? null : Path.of(file);
    }

    private Workbench.Cluster etcd(Permit permit) throws InterruptedException {
        if (hosts.etcd().isEmpty()) {
            throw new OperatorException(
                    "%s has no etcd, only PostgreSQL, which Muster watches there and does not break"
                            .formatted(entry.name()),
                    "muster observe --store postgres --site " + entry.name());
        }
        NodeDoors doors = demandDoors();
        Store opened = null;
        boolean done = false;
        try {
            List<HostSurvey> surveys = surveys(doors);
            List<Member> members = new HostWays(doors).members(hosts.etcd(), _ -> true);
            ServerSite site = etcdSite(members, timers(surveys), surveys, doors, permit);
            EtcdStore store = new EtcdStore(site.members(), access(hosts));
            opened = store;
            Voters.demand(store, site.members(), statusCommand());
            // Connections are set up once, before anything has a deadline of its own.
            Look.around(store, site.members(), System.nanoTime(), DEADLINE);
            done = true;
            return new Workbench.Cluster(site, store);
        } finally {
            if (!done) {
                if (opened != null) {
                    opened.close();
                }
                doors.close();
            }
        }
    }

    /** To be measured while somebody else does something, and never to be broken. */
    private Workbench.Cluster postgres(Drill drill, Permit permit) {
        if (!drill.timeline().stream().allMatch(Step.Steady.class::isInstance)) {
            throw new OperatorException(
                    "%s breaks PostgreSQL, which Muster does in the lab and in pods: on a plain host, whatever runs it (%s, or a manager of failovers) would act behind it"
                            .formatted(drill.name(), hosts.postgresUnit()),
                    "muster run %s, or to measure alone: muster observe --store postgres --site %s"
                            .formatted(drill.name(), entry.name()));
        }
        return postgres(permit);
    }

    private Workbench.Cluster postgres(Permit permit) {
        if (hosts.postgres().isEmpty()) {
            throw new OperatorException(
                    "%s has no PostgreSQL".formatted(entry.name()), "muster site show " + entry.name());
        }
        ServerSite site = postgresSite(demandDoors(), permit);
        return new Workbench.Cluster(
                site, new PostgresStore(site.members(), ServerFlags.access(workbench.environment())));
    }

    private ServerSite etcdSite(
            List<Member> members, @Nullable Timers timers, List<HostSurvey> surveys, NodeDoors doors, Permit permit) {
        List<SiteServer> servers = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            PlainHosts.Server host = hosts.etcd().get(i);
            String data = surveys.isEmpty() ? null : surveys.get(i).data();
            servers.add(new SiteServer(
                    host.node(),
                    host.address(),
                    Objects.requireNonNullElse(host.inner(), host.address()),
                    members.get(i).client(),
                    Objects.requireNonNullElse(data, "")));
        }
        ServerUnit unit = new ServerUnit(
                ServerUnit.Kind.ETCD, hosts.etcdUnit(), hosts.etcd().getFirst().port(), hosts.etcdPeerPort());
        return site(unit, hosts.etcd(), servers, timers, doors, permit);
    }

    private ServerSite postgresSite(NodeDoors doors, Permit permit) {
        List<SiteServer> servers = hosts.postgres().stream()
                .map(host -> new SiteServer(host.node(), host.address(), URI.create(host.url()), ""))
                .toList();
        ServerUnit unit = new ServerUnit(
                ServerUnit.Kind.POSTGRES,
                hosts.postgresUnit(),
                hosts.postgres().getFirst().port(),
                NO_PEERS);
        return site(unit, hosts.postgres(), servers, null, doors, permit);
    }

    private ServerSite site(
            ServerUnit unit,
            List<PlainHosts.Server> members,
            List<SiteServer> servers,
            @Nullable Timers timers,
            NodeDoors doors,
            Permit permit) {
        String cluster = members.stream().map(PlainHosts.Server::url).sorted().collect(Collectors.joining(" "));
        return new ServerSite(
                new ServerSite.Identity(entry.name(), cluster, hosts.nodes()),
                unit,
                servers,
                timers,
                doors,
                permit,
                new TerminalHand(workbench.terminal()),
                workbench.state().recoveries());
    }

    private List<HostSurvey> surveys(NodeDoors doors) throws InterruptedException {
        List<HostSurvey> surveys = new ArrayList<>();
        for (PlainHosts.Server server : hosts.etcd()) {
            HostSurvey survey =
                    HostSurvey.of(server.node(), doors.shell(server.node()), hosts.etcdUnit(), server.port());
            String mistaken = survey.mistaken(hosts.etcdUnit() + ".service", server.port());
            if (mistaken != null) {
                throw new OperatorException(
                        "%s: %s, so that a drill would break something else than it says"
                                .formatted(server.node(), mistaken),
                        "muster site remove %1$s && muster site add %1$s … --etcd-unit UNIT".formatted(entry.name()));
            }
            if (!survey.runs()) {
                throw new OperatorException(
                        "%s: %s.service is %s, so that a drill would break something else than it says"
                                .formatted(server.node(), hosts.etcdUnit(), survey.state()),
                        "ssh %s systemctl status %s (another name: --etcd-unit of muster site add)"
                                .formatted(server.node(), hosts.etcdUnit()));
            }
            surveys.add(survey);
        }
        return surveys;
    }

    private Timers timers(List<HostSurvey> surveys) {
        List<Timers> timers = surveys.stream()
                .map(HostSurvey::timers)
                .filter(Objects::nonNull)
                .map(Timers.class::cast)
                .distinct()
                .toList();
        if (timers.size() != 1) {
            throw new OperatorException(
                    "the members of %s run with different timers, so that nothing can be foretold"
                            .formatted(entry.name()),
                    "give every member the same --heartbeat-interval and --election-timeout");
        }
        return timers.getFirst();
    }

    private NodeDoors demandDoors() {
        NodeDoors doors = doors(workbench, entry);
        if (doors == null) {
            throw new OperatorException(
                    "there is no way into the hosts of %s".formatted(entry.name()),
                    "muster site remove %1$s && muster site add %1$s … --ssh CONFIG".formatted(entry.name()));
        }
        return doors;
    }

    private String statusCommand() {
        return "muster status --site " + entry.name();
    }
}
