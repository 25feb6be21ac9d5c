package muster.cli.command;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import muster.cli.Exit;
import muster.cli.Workbench;
import muster.cli.screen.RecoveryScreen;
import muster.engine.fault.HeldLock;
import muster.engine.fault.Ledger;
import muster.engine.fault.SiteLock;
import muster.engine.history.ClusterException;
import muster.engine.history.OperatorException;
import muster.engine.run.LeaseKeeper;
import muster.engine.run.StateLock;
import muster.kubernetes.NodeDoors;
import muster.kubernetes.recover.Account;
import muster.kubernetes.recover.Line;
import muster.kubernetes.recover.PlannedStep;
import muster.kubernetes.recover.RecoverableServer;
import muster.kubernetes.recover.Recovery;
import muster.kubernetes.recover.RecoveryJournal;
import muster.kubernetes.recover.Survivors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code muster recover etcd}. */
@Command(
        name = "etcd",
        description = "Bring a K3s cluster back that has lost etcd's majority, or back to a snapshot, step by step.",
        footer = {
            "",
            "Every step is on this disk before the next; after a crash the same command",
            "goes on. No data is deleted: what is replaced is moved or copied aside.",
            "Exit: 0 every server votes again, 1 it would be done (--dry-run), 3 refused,",
            "4 begun and not brought to its end.",
            "",
            "  muster recover etcd --site home --dry-run",
            "  muster recover etcd --site home",
            "  muster recover etcd --site home --snapshot /var/lib/rancher/k3s/server/db/snapshots/NAME --survivor n1"
        })
public final class RecoverEtcdCommand implements Callable<Integer> {

    private static final int WOULD = 1;
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    @Option(names = "--site", paramLabel = "NAME", required = true, description = "The cluster (see: muster site).")
    private String site = "";

    @Option(names = "--dry-run", description = "Show who would survive and every command; change nothing.")
    private boolean dryRun;

    @Option(
            names = "--survivor",
            paramLabel = "NODE",
            description = "The server to go on with, if not the one that is ahead.")
    private @Nullable String survivor;

    @Option(
            names = "--lost",
            paramLabel = "NODE",
            description = "A server that is gone for good, and cannot be asked; may be given again.")
    private List<String> lost = new ArrayList<>();

    @Option(
            names = "--snapshot",
            paramLabel = "FILE",
            description = "A snapshot on the survivor, which takes the place of its data.")
    private @Nullable String snapshot;

    @Option(names = "--confirm", paramLabel = "SITE", description = "The site's name, where nobody can be asked.")
    private @Nullable String confirm;

    private final Workbench workbench;

    /** @param workbench what commands work with */
    public RecoverEtcdCommand(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public Integer call() throws InterruptedException {
        RecoverableSite place =
                new RecoverableSite(workbench, SiteFlags.place(workbench.sites().find(site)));
        try (NodeDoors doors = place.doors()) {
            Recovery recovery = new Recovery(doors);
            if (dryRun) {
                return show(begun(recovery, takingPart(place, doors)));
            }
            try (StateLock _ = StateLock.take(workbench.state(), workbench.command())) {
                demandNothingOpen();
                Optional<RecoveryJournal> open =
                        RecoveryJournal.unfinished(workbench.state().recoveries(), site);
                if (open.isPresent()) {
                    try (RecoveryJournal journal = open.get()) {
                        return locked(place, journal.begun().servers(), doors, () -> goOn(recovery, journal));
                    }
                }
                Servers servers = takingPart(place, doors);
                // Why it may not begin is told before nodes are locked, some of which may be gone for good.
                var _ = begun(recovery, servers);
                return locked(place, servers.left(), doors, () -> begin(recovery, servers));
            }
        }
    }

    /** A heal that fires on its node later could bring a member back beside the cluster that is made here. */
    private void demandNothingOpen() {
        List<Ledger.Intent> left = Ledger.openIn(workbench.state().ledger());
        if (!left.isEmpty()) {
            throw Leftovers.refusal(left);
        }
    }

    /** What is done while nobody else breaks or recovers anything there. */
    private interface Locked {
        int call() throws InterruptedException;
    }

    /** Each node refuses the lock too while a heal is armed on it, whoever armed it. */
    private int locked(RecoverableSite place, List<RecoverableServer> servers, NodeDoors doors, Locked inside)
            throws InterruptedException {
        try (SiteLock lock = SiteLock.take(
                        place.lockable(servers, doors),
                        workbench.command(),
                        new HeldLock(workbench.state().heldLock()));
                // A lock that was lost, such as by a halt, forbids nothing that a recovery does.
                var _ = new LeaseKeeper(lock, why -> {})) {
            return inside.call();
        }
    }

    private int goOn(Recovery recovery, RecoveryJournal journal) throws InterruptedException {
        if (recovery.overtaken(journal)) {
            recovery.drop(journal);
            say(
                    "A majority of %s serves again, and nothing was reset: the recovery of %s is given up, and every server goes on."
                            .formatted(site, journal.begun().at()));
            return Exit.OK;
        }
        say("Goes on with what was begun at %s: %s survives."
                .formatted(journal.begun().at(), journal.begun().survivor()));
        return run(recovery, journal);
    }

    private int begin(Recovery recovery, Servers servers) throws InterruptedException {
        Line.Begun begun = begun(recovery, servers);
        show(begun);
        demandName();
        try (RecoveryJournal journal = RecoveryJournal.begin(workbench.state().recoveries(), begun)) {
            return run(recovery, journal);
        }
    }

    /**
     * Who takes part.
     *
     * @param all with etcd, as they are known
     * @param left all but those that are given up
     */
    private record Servers(List<RecoverableServer> all, List<RecoverableServer> left) {}

    private Servers takingPart(RecoverableSite place, NodeDoors doors) throws InterruptedException {
        List<RecoverableServer> all = place.servers(doors);
        lost.forEach(node -> demandServer(node, all));
        return new Servers(
                all,
                all.stream().filter(server -> !lost.contains(server.node())).toList());
    }

    private Line.Begun begun(Recovery recovery, Servers servers) throws InterruptedException {
        List<Account> accounts = recovery.survey(servers.all());
        Account chosen = new Survivors(site, accounts).choose(survivor, Set.copyOf(lost), snapshot != null);
        Instant now = Instant.now();
        return new Line.Begun(
                NAME.format(now), site, now, chosen.node(), snapshot == null ? "" : snapshot, servers.left(), accounts);
    }

    private static void demandServer(String node, List<RecoverableServer> servers) {
        if (servers.stream().noneMatch(server -> server.node().equals(node))) {
            throw OperatorException.usage(
                    "%s is no server with etcd".formatted(node), "muster recover etcd --site NAME --dry-run");
        }
    }

    private int show(Line.Begun begun) {
        workbench.terminal().out().print(new RecoveryScreen().plan(begun, Recovery.steps(begun)));
        workbench.terminal().out().flush();
        return WOULD;
    }

    private int run(Recovery recovery, RecoveryJournal journal) throws InterruptedException {
        try {
            Recovery.Ending ending = recovery.run(journal, new Recovery.Witness() {
                @Override
                public void begins(PlannedStep step) {
                    say("  %s  %s: %s".formatted(step.verb(), step.server().node(), step.command()));
                }

                @Override
                public void done(PlannedStep step, String words) {
                    say("     done: " + words);
                }
            });
            workbench
                    .terminal()
                    .out()
                    .print(new RecoveryScreen()
                            .ending(
                                    journal.begun(),
                                    ending,
                                    workbench.shorten(journal.folder().resolve(Recovery.LOST))));
            return Exit.OK;
        } catch (ClusterException | OperatorException e) {
            throw OperatorException.unhealed(
                    "the recovery of %s has not come to its end: %s".formatted(site, e.getMessage()),
                    "mend that, then: " + OpenRecovery.command(site),
                    e);
        }
    }

    private void demandName() {
        String typed = confirm == null ? new Question(workbench).ask("Type %s to go on: ".formatted(site)) : confirm;
        if (!site.equals(typed)) {
            throw OperatorException.usage(
                    "the cluster is stopped and rebuilt from one server, so that its name is wanted%s"
                            .formatted(typed == null ? "" : "; \"%s\" is not it".formatted(typed)),
                    "muster recover etcd --site %1$s --confirm %1$s".formatted(site));
        }
    }

    private void say(String line) {
        workbench.terminal().err().println(line);
    }
}
