package muster.cli.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import muster.cli.Workbench;
import muster.cli.screen.HostsStatus;
import muster.cli.site.PlainHosts;
import muster.cli.site.SiteEntry;
import muster.engine.cluster.Store;
import muster.engine.history.ClusterException;
import muster.engine.history.Member;
import muster.engine.history.OperatorException;
import muster.engine.history.Timers;
import muster.engine.run.Inspector;
import muster.engine.run.Look;
import muster.engine.run.Roster;
import muster.kubernetes.NodeDoors;
import muster.kubernetes.hosts.HostSurvey;
import muster.kubernetes.status.SiteSight;
import muster.postgres.status.PostgresInspector;
import org.jspecify.annotations.Nullable;

/** Looks at plain hosts, again and again if asked to: each member and server by itself, and systemd on each host. Writes nothing. */
final class HostLook implements AutoCloseable {

    private static final Duration HANDSHAKE = Duration.ofSeconds(4);

    private final SiteEntry entry;
    private final PlainHosts hosts;
    private final @Nullable NodeDoors doors;
    private final HostWays ways;
    private final @Nullable Store store;
    private final @Nullable PostgresInspector postgres;
    private @Nullable Etcd etcd;

    /** What looks at members, and which. */
    private record Etcd(List<Member> members, Inspector inspector) {}

    /**
     * A unit, and where it is.
     *
     * @param port which it serves; 0 if that is not asked
     */
    record Place(String host, String unit, int port) {

        /** False for a unit that is never broken here: PostgreSQL's servers are asked by themselves, and may run in a container as well. */
        boolean drilled() {
            return port != 0;
        }
    }

    /**
     * What systemd told.
     *
     * @param surveys in the order of the hosts
     * @param closed why a host told nothing, by its name
     */
    record Units(Map<Place, HostSurvey> surveys, Map<String, String> closed) {}

    HostLook(Workbench workbench, SiteEntry entry) {
        this.entry = entry;
        this.hosts = Objects.requireNonNull(entry.hosts());
        doors = HostCluster.doors(workbench, entry);
        ways = new HostWays(doors);
        List<Member> members = HostCluster.members(hosts.etcd());
        store = members.isEmpty() ? null : workbench.store(members, HostCluster.access(hosts));
        postgres = hosts.postgres().isEmpty()
                ? null
                : new PostgresInspector(
                        new Roster(entry.name(), HostCluster.members(hosts.postgres()), null, null),
                        ServerFlags.access(workbench.environment()));
    }

    /** The way into the hosts; null if there is none. */
    @Nullable
    NodeDoors doors() {
        return doors;
    }

    HostsStatus look() throws InterruptedException {
        Units units = units();
        List<String> unseen = new ArrayList<>(units.closed().values());
        if (doors == null) {
            unseen.add("what systemd says on the hosts: there is no way into them (--ssh of muster site add)");
        }
        BothStores both = stores(units, unseen);
        List<String> findings = new ArrayList<>();
        List<String> next = new ArrayList<>();
        List<HostsStatus.UnitRow> rows = new ArrayList<>();
        units.surveys().forEach((place, survey) -> {
            if (!place.drilled() && survey.state().equals("not-found")) {
                unseen.add(
                        "what systemd says of PostgreSQL on %s: it has no %s.service (--postgres-unit of muster site add)"
                                .formatted(place.host(), place.unit()));
                return;
            }
            rows.add(new HostsStatus.UnitRow(
                    place.host(), place.unit(), survey.state(), survey.pid(), survey.restarts()));
            if (!survey.state().equals("active")) {
                findings.add("%s: %s.service is %s".formatted(place.host(), place.unit(), survey.state()));
                next.add("ssh %s systemctl status %s".formatted(place.host(), place.unit()));
            } else if (Boolean.FALSE.equals(survey.serves())) {
                findings.add(
                        "%s: port %d is not served by %s.service".formatted(place.host(), place.port(), place.unit()));
                next.add("ssh %s ss -ltnp sport = :%d".formatted(place.host(), place.port()));
            }
        });
        return new HostsStatus(
                entry.name(),
                rows,
                both.etcd(),
                both.postgres(),
                Fates.of(Fates.members(both.etcd()), Fates.servers(both.postgres())),
                findings,
                unseen,
                next);
    }

    /** What systemd says of every unit. */
    Units units() throws InterruptedException {
        NodeDoors open = doors;
        Map<Place, Future<HostSurvey>> asked = new LinkedHashMap<>();
        Units units = new Units(new LinkedHashMap<>(), new LinkedHashMap<>());
        if (open == null) {
            return units;
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            hosts.etcd().forEach(each -> ask(threads, asked, open, etcd(each)));
            hosts.postgres()
                    .forEach(each -> ask(threads, asked, open, new Place(each.node(), hosts.postgresUnit(), 0)));
            for (Map.Entry<Place, Future<HostSurvey>> each : asked.entrySet()) {
                take(each.getKey(), each.getValue(), units);
            }
        }
        return units;
    }

    private Place etcd(PlainHosts.Server server) {
        return new Place(server.node(), hosts.etcdUnit(), server.port());
    }

    private static void ask(
            ExecutorService threads, Map<Place, Future<HostSurvey>> asked, NodeDoors doors, Place place) {
        Callable<HostSurvey> question =
                () -> HostSurvey.of(place.host(), doors.shell(place.host()), place.unit(), place.port());
        asked.put(place, threads.submit(question));
    }

    private static void take(Place place, Future<HostSurvey> answer, Units units) throws InterruptedException {
        try {
            units.surveys().put(place, answer.get());
        } catch (ExecutionException e) {
            switch (Objects.requireNonNull(e.getCause())) {
                case OperatorException operator ->
                    units.closed().put(place.host(), operator.getMessage() + SiteSight.NEXT + operator.remedy());
                case ClusterException cluster -> units.closed().put(place.host(), String.valueOf(cluster.getMessage()));
                default -> throw new IllegalStateException("asking systemd must not fail", e.getCause());
            }
        }
    }

    /** A PostgreSQL that does not let us in hides no etcd. */
    private BothStores stores(Units units, List<String> unseen) throws InterruptedException {
        Inspector members = etcd(units);
        try {
            return new StoreLook(members, postgres, List.of()).look();
        } catch (OperatorException e) {
            unseen.add("PostgreSQL: " + e.getMessage() + SiteSight.NEXT + e.remedy());
            return new StoreLook(members, null, List.of()).look();
        }
    }

    /** Made at the first look, for the timers that its status tells are those of the units; and anew when a way to a member changes. */
    private @Nullable Inspector etcd(Units units) throws InterruptedException {
        Store open = store;
        if (open == null) {
            return null;
        }
        List<Member> members = ways.members(hosts.etcd(), server -> runs(server, units));
        Etcd known = etcd;
        if (known == null || !known.members().equals(members)) {
            known = new Etcd(
                    members, new Inspector(new Roster(entry.name(), members, timers(units.surveys()), null), open));
            etcd = known;
            if (hosts.cacert() != null) {
                // The first TLS of a young process takes longer than a question may.
                Look.around(open, members, System.nanoTime(), HANDSHAKE);
            }
        }
        return known.inspector();
    }

    private boolean runs(PlainHosts.Server server, Units units) {
        HostSurvey survey = units.surveys().get(etcd(server));
        return survey != null && survey.runs();
    }

    /** Those that every member runs with; null if they differ, or are not known. */
    private @Nullable Timers timers(Map<Place, HostSurvey> surveys) {
        List<Timers> timers = new ArrayList<>();
        surveys.forEach((place, survey) -> {
            Timers own = survey.timers();
            if (own != null && place.unit().equals(hosts.etcdUnit()) && !timers.contains(own)) {
                timers.add(own);
            }
        });
        return timers.size() == 1 ? timers.getFirst() : null;
    }

    @Override
    public void close() {
        if (store != null) {
            store.close();
        }
        if (postgres != null) {
            postgres.close();
        }
        if (doors != null) {
            doors.close();
        }
    }
}
