package muster.cli.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import muster.cli.Terminal;
import muster.cli.Workbench;
import muster.cli.screen.HostsScreen;
import muster.cli.screen.HostsStatus;
import muster.cli.screen.PostgresScreen;
import muster.cli.screen.SiteReport;
import muster.cli.screen.SiteScreen;
import muster.cli.screen.StatusScreen;
import muster.cli.screen.Style;
import muster.cli.site.SiteEntry;
import muster.engine.cluster.Store;
import muster.engine.history.Codec;
import muster.engine.history.OperatorException;
import muster.engine.run.Inspector;
import muster.engine.run.Roster;
import muster.kubernetes.status.SiteJudgement;
import muster.kubernetes.status.SiteStatus;
import muster.lab.Lab;
import muster.lab.LabSite;
import muster.lab.Shape;
import muster.postgres.connection.PostgresAccess;
import muster.postgres.status.PostgresInspector;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code muster status}. */
@Command(
        name = "status",
        description =
                "Ask every etcd member and PostgreSQL server by itself: role, lag, whether it serves. Of a site, the nodes and what shares their fate too. Breaks nothing.",
        footer = {
            "",
            "Exit: 0 healthy, 1 degraded or worse, 2 well as far as it could be seen,",
            "3 no member answers.",
            "",
            "  muster status",
            "  muster status --watch",
            "  muster status --site prod",
            "  PGUSER=app PGPASSWORD=… muster status --site prod   PostgreSQL in pods too",
            "  muster status --kubeconfig k3s.yaml --context default --ssh ~/.ssh/config",
            "  muster status --endpoints https://10.0.0.1:2379,https://10.0.0.2:2379 \\",
            "      --cacert server-ca.crt --cert client.crt --key client.key",
            "  muster status --servers postgresql://10.0.0.1/postgres,postgresql://10.0.0.2/postgres",
            "  muster status -o json"
        })
public final class StatusCommand implements Callable<Integer> {

    private static final Duration PERIOD = Duration.ofSeconds(1);

    private static final String CLEAR = "\u001b[H\u001b[2J";

    @Mixin
    private EndpointFlags endpoints = new EndpointFlags();

    @Mixin
    private ServerFlags servers = new ServerFlags();

    @Mixin
    private SiteFlags site = new SiteFlags();

    @Mixin
    private Format format = new Format();

    @Option(
            names = {"-w", "--watch"},
            description = "Look again every second until Ctrl-C.")
    private boolean watch;

    private final Workbench workbench;

    /** @param workbench what commands work with */
    public StatusCommand(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public Integer call() throws InterruptedException {
        boolean members = endpoints.given() || servers.given();
        if (site.given()) {
            if (members) {
                throw OperatorException.usage(
                        "a site, and members besides: one at a time", "muster status --site NAME");
            }
            return site();
        }
        if (!members) {
            WhichCluster.demandLab(workbench, "muster status");
        }
        try (StoreLook stores = members ? given() : lab()) {
            BothStores status = stores.look();
            print(status);
            while (watch) {
                Thread.sleep(PERIOD);
                status = stores.look();
                print(status);
            }
            return status.exit();
        }
    }

    private int site() throws InterruptedException {
        Optional<SiteEntry> hosts = site.hosts(workbench);
        if (hosts.isPresent()) {
            return hosts(hosts.get());
        }
        SiteFlags.Place place = site.place(workbench);
        try (SiteLook look = new SiteLook(workbench, place);
                PodsLook pods = new PodsLook(workbench, place)) {
            SiteReport report = report(look, pods);
            while (watch) {
                Thread.sleep(PERIOD);
                report = report(look, pods);
            }
            return report.exit();
        }
    }

    private int hosts(SiteEntry entry) throws InterruptedException {
        try (HostLook look = new HostLook(workbench, entry)) {
            HostsScreen screen = new HostsScreen(workbench.terminal().outStyle());
            HostsStatus status = look.look();
            print(status, screen.show(status));
            while (watch) {
                Thread.sleep(PERIOD);
                status = look.look();
                print(status, screen.show(status));
            }
            return status.exit();
        }
    }

    private SiteReport report(SiteLook look, PodsLook pods) throws InterruptedException {
        SiteLook.Seen seen = look.seen();
        SiteStatus status = SiteJudgement.of(seen.sight(), seen.etcd(), seen.listed());
        SiteReport report = pods.report(seen.sight(), status);
        print(report, new SiteScreen(workbench.terminal().outStyle()).show(report));
        return report;
    }

    private void print(Record status, String screen) {
        Terminal terminal = workbench.terminal();
        if (format.json()) {
            terminal.out().println(watch ? Codec.write(status) : Codec.writeIndented(status));
            return;
        }
        if (watch && terminal.outStyle().on()) {
            terminal.out().print(CLEAR);
        }
        terminal.out().print(screen);
        if (watch && !terminal.outStyle().on()) {
            terminal.out().println();
        }
        terminal.out().flush();
    }

    private StoreLook given() {
        List<AutoCloseable> opened = new ArrayList<>();
        Inspector etcd = null;
        if (endpoints.given()) {
            Roster roster = new Roster("endpoints", endpoints.members(), null, null);
            Store store = workbench.store(roster.members(), endpoints.access());
            opened.add(store);
            etcd = new Inspector(roster, store);
        }
        PostgresInspector postgres = null;
        if (servers.given()) {
            Roster roster = new Roster("servers", servers.members(), null, null);
            postgres = new PostgresInspector(roster, ServerFlags.access(workbench.environment()));
            opened.add(postgres);
        }
        return new StoreLook(etcd, postgres, opened);
    }

    private StoreLook lab() {
        List<AutoCloseable> opened = new ArrayList<>();
        Shape shape = Lab.require(workbench.state().lab()).facts().shape();
        Inspector etcd = null;
        if (shape.has(LabSite.ETCD)) {
            Workbench.Cluster cluster = workbench.cluster(LabSite.ETCD);
            opened.add(cluster);
            etcd = new Inspector(Roster.of(cluster.site()), cluster.store());
        }
        PostgresInspector postgres = null;
        if (shape.has(LabSite.POSTGRES)) {
            Workbench.Cluster cluster = workbench.cluster(LabSite.POSTGRES);
            opened.add(cluster);
            postgres = new PostgresInspector(Roster.of(cluster.site()), PostgresAccess.lab());
            opened.add(postgres);
        }
        return new StoreLook(etcd, postgres, opened);
    }

    private void print(BothStores status) {
        Style style = workbench.terminal().outStyle();
        StringBuilder screen = new StringBuilder();
        if (status.etcd() != null) {
            screen.append(new StatusScreen(style).show(status.etcd()));
        }
        if (status.etcd() != null && status.postgres() != null) {
            screen.append('\n');
        }
        if (status.postgres() != null) {
            screen.append(new PostgresScreen(style).show(status.postgres()));
        }
        print(status, screen.toString());
    }
}
