package muster.cli.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import muster.cli.Terminal;
import muster.cli.Workbench;
import muster.cli.screen.PostgresScreen;
import muster.cli.screen.StatusScreen;
import muster.engine.cluster.Store;
import muster.engine.history.Codec;
import muster.engine.run.Inspector;
import muster.engine.run.Roster;
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
        description = "Ask every etcd member and PostgreSQL server by itself: role, lag, whether it serves.",
        footer = {
            "",
            "Exit: 0 healthy, 1 degraded or worse, 3 no member answers.",
            "",
            "  muster status",
            "  muster status --watch",
            "  muster status --endpoints https://10.0.0.1:2379,https://10.0.0.2:2379 \\",
            "      --cacert server-ca.crt --cert client.crt --key client.key",
            "  muster status --servers postgresql://10.0.0.1/postgres,postgresql://10.0.0.2/postgres",
            "  muster status -o json"
        })
public final class StatusCommand implements Callable<Integer> {

    private static final Duration PERIOD = Duration.ofSeconds(1);

    @Mixin
    private EndpointFlags endpoints = new EndpointFlags();

    @Mixin
    private ServerFlags servers = new ServerFlags();

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
        try (StoreLook stores = endpoints.given() || servers.given() ? given() : lab()) {
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
        Terminal terminal = workbench.terminal();
        if (format.json()) {
            terminal.out().println(watch ? Codec.write(status) : Codec.writeIndented(status));
            return;
        }
        if (watch && terminal.outStyle().on()) {
            terminal.out().print("\u001b[H\u001b[2J");
        }
        if (status.etcd() != null) {
            terminal.out().print(new StatusScreen(terminal.outStyle()).show(status.etcd()));
        }
        if (status.etcd() != null && status.postgres() != null) {
            terminal.out().println();
        }
        if (status.postgres() != null) {
            terminal.out().print(new PostgresScreen(terminal.outStyle()).show(status.postgres()));
        }
        if (watch && !terminal.outStyle().on()) {
            terminal.out().println();
        }
        terminal.out().flush();
    }
}
