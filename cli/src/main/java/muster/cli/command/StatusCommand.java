package muster.cli.command;

import java.time.Duration;
import java.util.concurrent.Callable;
import muster.cli.Terminal;
import muster.cli.Workbench;
import muster.cli.screen.StatusScreen;
import muster.engine.cluster.Store;
import muster.engine.history.Codec;
import muster.engine.run.Inspector;
import muster.engine.run.Roster;
import muster.engine.run.Status;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code muster status}. */
@Command(
        name = "status",
        description = "Ask every member by itself: role, term, lag, quorum, and whether it serves.",
        footer = {
            "",
            "Exit: 0 healthy, 1 degraded or worse, 3 no member answers.",
            "",
            "  muster status",
            "  muster status --watch",
            "  muster status --endpoints https://10.0.0.1:2379,https://10.0.0.2:2379 \\",
            "      --cacert server-ca.crt --cert client.crt --key client.key",
            "  muster status -o json"
        })
public final class StatusCommand implements Callable<Integer> {

    private static final Duration DEADLINE = Duration.ofSeconds(1);
    private static final Duration PERIOD = Duration.ofSeconds(1);

    @Mixin
    private EndpointFlags endpoints = new EndpointFlags();

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
        if (endpoints.given()) {
            Roster roster = new Roster("endpoints", endpoints.members(), null, null);
            try (Store store = workbench.store(roster.members(), endpoints.access())) {
                return look(new Inspector(roster, store));
            }
        }
        try (Workbench.Cluster cluster = workbench.cluster("etcd")) {
            return look(new Inspector(Roster.of(cluster.site()), cluster.store()));
        }
    }

    private int look(Inspector inspector) throws InterruptedException {
        Status status = inspector.look(DEADLINE);
        print(status);
        while (watch) {
            Thread.sleep(PERIOD);
            status = inspector.look(DEADLINE);
            print(status);
        }
        return status.exit();
    }

    private void print(Status status) {
        Terminal terminal = workbench.terminal();
        if (format.json()) {
            terminal.out().println(watch ? Codec.write(status) : Codec.writeIndented(status));
            return;
        }
        if (watch && terminal.outStyle().on()) {
            terminal.out().print("\u001b[H\u001b[2J");
        }
        terminal.out().print(new StatusScreen(terminal.outStyle()).show(status));
        if (watch && !terminal.outStyle().on()) {
            terminal.out().println();
        }
        terminal.out().flush();
    }
}
