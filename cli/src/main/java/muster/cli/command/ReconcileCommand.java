package muster.cli.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import muster.cli.Exit;
import muster.cli.Terminal;
import muster.cli.Workbench;
import muster.cli.screen.LiveLine;
import muster.cli.screen.Paragraph;
import muster.cli.screen.SplitBrainScreen;
import muster.engine.cluster.Site;
import muster.engine.fault.HeldLock;
import muster.engine.fault.Ledger;
import muster.engine.fault.SiteLock;
import muster.engine.history.ClusterException;
import muster.engine.history.Codec;
import muster.engine.history.OperatorException;
import muster.engine.history.RunFolder;
import muster.engine.run.LeaseKeeper;
import muster.engine.run.StateLock;
import muster.postgres.reconcile.Findings;
import muster.postgres.reconcile.Precondition;
import muster.postgres.reconcile.Reconciliation;
import muster.postgres.reconcile.SalvageReport;
import muster.postgres.reconcile.SplitBrain;
import muster.postgres.reconcile.Step;
import muster.postgres.reconcile.StepJournal;
import muster.postgres.reconcile.Told;
import muster.postgres.reconcile.ToldByRun;
import muster.postgres.reconcile.Verification;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code muster reconcile}. */
@Command(
        name = "reconcile",
        description = "Recover from two PostgreSQL primaries: show what each has, salvage, rewind the loser, verify.",
        footer = {
            "",
            "Nothing is rewound before every row that it would throw away is on this disk.",
            "Exit: 0 both servers are one again, 1 a split brain is there, or the proof",
            "failed, 2 undecided, 3 could not start, 4 begun and not brought to its end.",
            "",
            "  muster reconcile --dry-run",
            "  muster reconcile",
            "  muster reconcile postgres-split-brain --winner p2 --confirm p1",
            "  muster reconcile --site prod"
        })
public final class ReconcileCommand implements Callable<Integer> {

    private static final int SPLIT = 1;
    private static final int UNDECIDED = 2;

    @Parameters(
            paramLabel = "RUN",
            arity = "0..1",
            description = "A run whose history tells which client was told that a row is safe.")
    private @Nullable String run;

    @Option(names = "--winner", paramLabel = "SERVER", description = "The server that stays as it is.")
    private @Nullable String winner;

    @Option(
            names = "--confirm",
            paramLabel = "SERVER",
            description = "The server that is rewound, where nobody can be asked.")
    private @Nullable String confirm;

    @Option(names = "--dry-run", description = "Show all of it and change nothing.")
    private boolean dryRun;

    @Option(
            names = "--site",
            paramLabel = "NAME",
            description = "The servers in the pods of this K3s cluster instead of the lab's (see: muster site).")
    private @Nullable String site;

    @Mixin
    private PodFlags pods = new PodFlags();

    @Mixin
    private Format format = new Format();

    private final Workbench workbench;

    /** @param workbench what commands work with */
    public ReconcileCommand(Workbench workbench) {
        this.workbench = workbench;
    }

    /**
     * What is printed as JSON.
     *
     * @param findings what stood on each side, before anything was done; seen from the loser if one was named
     * @param preconditions of a rewind of the loser; empty if none was named
     * @param salvage what is on the disk; null if nothing was done
     * @param verification how both stand; null if nothing was done
     */
    record Shown(
            Findings findings,
            List<Precondition> preconditions,
            @Nullable SalvageReport salvage,
            @Nullable Verification verification) {}

    @Override
    public Integer call() throws InterruptedException {
        if (site == null) {
            pods.refuseWithoutSite();
        }
        Told told = told();
        try (ReconciledServers servers = servers()) {
            SplitBrain splitBrain = new SplitBrain(servers.site().members(), servers.access());
            return dryRun ? look(splitBrain) : locked(servers, splitBrain, told);
        }
    }

    private ReconciledServers servers() throws InterruptedException {
        return site == null
                ? ReconciledServers.ofLab(workbench)
                : ReconciledServers.inPods(workbench, site, pods.set(), !dryRun);
    }

    private String command() {
        return site == null ? ReconciledServers.COMMAND : ReconciledServers.command(site);
    }

    private int locked(ReconciledServers servers, SplitBrain splitBrain, Told told) throws InterruptedException {
        try (StateLock _ = StateLock.take(workbench.state(), workbench.command())) {
            List<Ledger.Intent> left = Ledger.openIn(workbench.state().ledger());
            if (!left.isEmpty()) {
                throw Leftovers.refusal(left);
            }
            try (SiteLock lock = SiteLock.take(
                            servers.site(),
                            workbench.command(),
                            new HeldLock(workbench.state().heldLock()));
                    // A lock that was lost, such as by a halt, forbids nothing that a recovery does.
                    var _ = new LeaseKeeper(lock, why -> {})) {
                return reconcile(servers, splitBrain, told);
            }
        }
    }

    private Told told() {
        if (run == null) {
            return Told.NOBODY;
        }
        RunFolder folder = workbench.state().find(run);
        try {
            return new ToldByRun(folder.evidence());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int look(SplitBrain splitBrain) throws InterruptedException {
        Optional<OpenReconciliation.Pending> open = OpenReconciliation.pending(workbench);
        if (open.isPresent()) {
            say("Open: %s. Go on by: %s"
                    .formatted(open.get().words(), open.get().command()));
            return Exit.UNHEALED;
        }
        Optional<Findings> findings = compared(splitBrain);
        if (findings.isEmpty()) {
            return nothing(splitBrain);
        }
        show(seen(findings.get()), winner == null ? List.of() : Reconciliation.preconditions(splitBrain, winner), true);
        return SPLIT;
    }

    private int nothing(SplitBrain splitBrain) {
        say("Nothing to reconcile: %s.".formatted(splitBrain.words()));
        return Exit.OK;
    }

    private int reconcile(ReconciledServers servers, SplitBrain splitBrain, Told told) throws InterruptedException {
        Optional<StepJournal> open = OpenReconciliation.find(workbench);
        if (open.isPresent()) {
            try (StepJournal journal = open.get()) {
                demandSame(servers, journal);
                if (winner == null || winner.equals(journal.begun().winner())) {
                    say("Goes on with what was begun at %s: %s wins, %s comes back."
                            .formatted(
                                    journal.begun().at().truncatedTo(ChronoUnit.SECONDS),
                                    journal.begun().winner(),
                                    journal.begun().loser()));
                    return perform(servers, splitBrain, told, journal);
                }
                journal.abandon();
            }
        }
        Optional<Findings> findings = compared(splitBrain);
        if (findings.isEmpty()) {
            return nothing(splitBrain);
        }
        if (!format.json()) {
            show(seen(findings.get()), List.of(), false);
        }
        String wins = choose(findings.get());
        Findings seen = from(findings.get(), wins);
        String loses = seen.sides().getFirst().server();
        if (!format.json()) {
            workbench
                    .terminal()
                    .out()
                    .print(new SplitBrainScreen(workbench.terminal().outStyle())
                            .preconditions(Reconciliation.preconditions(splitBrain, wins)));
        }
        demand(wins, loses);
        try (StepJournal journal = begin(servers.site(), splitBrain, wins)) {
            return perform(servers, splitBrain, told, journal);
        }
    }

    private void demandSame(ReconciledServers servers, StepJournal journal) {
        if (!servers.site().incarnation().equals(journal.begun().incarnation())) {
            throw OperatorException.unhealed(
                    "another recovery is open: that of " + journal.begun().loser(),
                    OpenReconciliation.command(workbench, journal).orElseThrow(),
                    null);
        }
    }

    private StepJournal begin(Site site, SplitBrain splitBrain, String wins) throws InterruptedException {
        try (LiveLine line = liveLine()) {
            line.set(ReconcileProgress.underWay("what stands on both servers is written down"));
            return Reconciliation.begin(splitBrain, workbench.state().reconciliations(), site.incarnation(), wins);
        }
    }

    private int perform(ReconciledServers servers, SplitBrain splitBrain, Told told, StepJournal journal)
            throws InterruptedException {
        try {
            Verification verification;
            try (LiveLine line = liveLine()) {
                verification = new Reconciliation(
                                splitBrain,
                                (loser, wins) -> new ServerNode(servers, loser, wins),
                                told,
                                new ReconcileProgress(line))
                        .run(journal);
            }
            if (format.json()) {
                print(new Shown(
                        journal.begun().findings(),
                        journal.begun().preconditions(),
                        journal.salvage().orElse(null),
                        verification));
            } else {
                workbench
                        .terminal()
                        .out()
                        .print(new SplitBrainScreen(workbench.terminal().outStyle())
                                .ending(journal.salvage().orElse(null), verification, workbench::shorten));
            }
            return verification.holds() ? Exit.OK : verification.broken() ? SPLIT : UNDECIDED;
        } catch (ClusterException | OperatorException e) {
            if (journal.done(Step.SALVAGE).isEmpty()) {
                giveUp(journal, e);
                throw e;
            }
            throw OperatorException.unhealed(
                    "%s has not come back yet: %s".formatted(journal.begun().loser(), e.getMessage()),
                    e instanceof OperatorException operator
                            ? operator.remedy() + "; then " + servers.command()
                            : servers.command(),
                    e);
        }
    }

    /** No server was changed yet, so that there is nothing to go on with. */
    private static void giveUp(StepJournal journal, RuntimeException why) {
        try {
            journal.abandon();
        } catch (UncheckedIOException e) {
            why.addSuppressed(e);
        }
    }

    private void show(Findings findings, List<Precondition> preconditions, boolean last) {
        if (format.json()) {
            print(new Shown(findings, preconditions, null, null));
            return;
        }
        SplitBrainScreen screen = new SplitBrainScreen(workbench.terminal().outStyle());
        workbench.terminal().out().print(screen.show(findings));
        if (!preconditions.isEmpty()) {
            workbench.terminal().out().print(screen.preconditions(preconditions));
        }
        if (last) {
            workbench.terminal().out().print(screen.next());
        }
        workbench.terminal().out().flush();
    }

    private void print(Shown shown) {
        workbench.terminal().out().println(Codec.writeIndented(shown));
    }

    private Findings seen(Findings findings) {
        return winner == null ? findings : from(findings, winner);
    }

    /** Seen from the side that loses to another one. */
    private Findings from(Findings findings, String wins) {
        if (findings.sides().getLast().server().equals(wins)) {
            return findings;
        }
        if (findings.sides().getFirst().server().equals(wins)) {
            return findings.mirrored();
        }
        throw OperatorException.usage(
                "%s is none of the two primaries, which are %s and %s"
                        .formatted(
                                wins,
                                findings.sides().getFirst().server(),
                                findings.sides().getLast().server()),
                command() + " --dry-run");
    }

    private String choose(Findings findings) {
        if (winner != null) {
            return winner;
        }
        String typed = ask("Which server wins and stays as it is? Type %s or %s: "
                .formatted(
                        findings.sides().getFirst().server(),
                        findings.sides().getLast().server()));
        if (typed == null) {
            throw OperatorException.usage(
                    "nobody said which side wins, and nobody can be asked",
                    "%s --winner %s --confirm %s"
                            .formatted(
                                    command(),
                                    findings.sides().getLast().server(),
                                    findings.sides().getFirst().server()));
        }
        return typed;
    }

    private void demand(String wins, String loses) {
        String typed = confirm == null
                ? ask("%s goes back to the fork and follows %s. Type %s to go on: ".formatted(loses, wins, loses))
                : confirm;
        if (!loses.equals(typed)) {
            throw OperatorException.usage(
                    "%s would be rewound, so that its name is wanted%s; nothing was changed"
                            .formatted(loses, typed == null ? "" : ", and \"%s\" is not it".formatted(typed)),
                    "%s --winner %s --confirm %s".formatted(command(), wins, loses));
        }
    }

    private @Nullable String ask(String question) {
        Terminal terminal = workbench.terminal();
        if (!terminal.answers()) {
            return null;
        }
        terminal.err().print(question);
        terminal.err().flush();
        try {
            String line = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
            return line == null ? null : line.strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void say(String sentence) {
        Paragraph.wrap(sentence, Paragraph.COLUMNS)
                .forEach(line -> workbench.terminal().err().println(line));
    }

    private LiveLine liveLine() {
        Terminal terminal = workbench.terminal();
        return new LiveLine(terminal.err(), terminal.live(), workbench.columns());
    }

    private Optional<Findings> compared(SplitBrain splitBrain) throws InterruptedException {
        try (LiveLine line = liveLine()) {
            line.set(ReconcileProgress.underWay("both servers are compared, row by row"));
            return splitBrain.look();
        }
    }
}
