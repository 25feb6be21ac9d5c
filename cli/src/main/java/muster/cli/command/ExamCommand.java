package muster.cli.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import muster.cli.Exit;
import muster.cli.Terminal;
import muster.cli.Workbench;
import muster.cli.screen.ExamScreen;
import muster.engine.history.Codec;
import muster.engine.history.Evidence;
import muster.engine.history.OperatorException;
import muster.engine.practice.Mark;
import muster.engine.practice.Rubric;
import muster.engine.practice.Task;
import muster.lab.Lab;
import muster.lab.LabSite;
import muster.lab.Shape;
import muster.lab.TimerProfile;
import muster.scripts.SourcedDrill;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code muster exam}. */
@Command(
        name = "exam",
        description = "Kill an etcd member, observe the quorum, split-brain a two-node PostgreSQL, recover.",
        footer = {
            "",
            "Each task is marked by the evidence of its run. Everything happens in the lab.",
            "",
            "Exit: 0 every task passed, 1 one failed; else that of the drill that stopped it.",
            "",
            "  muster exam --unattended"
        })
public final class ExamCommand implements Callable<Integer> {

    private static final Shape NEEDED = new Shape(3, TimerProfile.STOCK, 2);
    private static final int FAILED = 1;
    private static final int LAST_JUDGED_EXIT = 2;

    @Option(names = "--unattended", description = "Muster does the tasks itself, to show what is asked for.")
    private boolean unattended;

    @Option(names = "--keep", description = "Leave a lab that this command brought up.")
    private boolean keep;

    @Mixin
    private NoSiteYet site = new NoSiteYet();

    @Mixin
    private Format format = new Format();

    private final Workbench workbench;

    /** @param workbench what commands work with */
    public ExamCommand(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public Integer call() throws InterruptedException {
        site.refuse("muster exam");
        if (!unattended) {
            throw OperatorException.usage(
                    "an exam that you sit yourself is not built yet; Muster can show one", "muster exam --unattended");
        }
        Preflight.demand(workbench);
        Optional<Lab> up = workbench.lab();
        if (up.isEmpty()) {
            new LabLift(workbench).up(NEEDED, true);
            return Exit.ENTER_LAB;
        }
        for (String store : List.of(LabSite.ETCD, LabSite.POSTGRES)) {
            if (!up.get().facts().shape().has(store)) {
                throw up.get().without(store);
            }
        }
        if (!workbench.insideLab()) {
            return Exit.ENTER_LAB;
        }
        boolean goes = up.get().facts().passing() && !keep;
        try (PassingLab _ = goes ? new PassingLab(workbench.state()) : null) {
            return sit();
        }
    }

    private int sit() throws InterruptedException {
        Terminal terminal = workbench.terminal();
        List<String> drills =
                Arrays.stream(Task.values()).map(Task::drill).distinct().toList();
        List<Mark> marks = new ArrayList<>();
        for (String drill : drills) {
            Recorder.Rehearsed rehearsed = rehearse(drill);
            if (rehearsed.findings().exit() > LAST_JUDGED_EXIT) {
                return rehearsed.findings().exit();
            }
            marks.addAll(marks(drill, rehearsed));
        }
        terminal.out()
                .print(
                        format.json()
                                ? Codec.writeIndented(marks) + "\n"
                                : new ExamScreen(terminal.outStyle()).show(marks));
        terminal.out().flush();
        return marks.stream().allMatch(Mark::passed) ? Exit.OK : FAILED;
    }

    private Recorder.Rehearsed rehearse(String drill) throws InterruptedException {
        SourcedDrill script = workbench.drills().find(drill);
        try (Workbench.Cluster cluster = workbench.cluster(script.drill().store())) {
            Confirmation confirmation =
                    new Confirmation(workbench, cluster.site().name());
            Recorder.Rehearsed rehearsed =
                    new Recorder(workbench, false, confirmation).rehearse(script.drill(), script.text(), cluster);
            workbench.terminal().err().println("\n" + rehearsed.findings().sentence() + "\n");
            return rehearsed;
        }
    }

    private static List<Mark> marks(String drill, Recorder.Rehearsed rehearsed) {
        try {
            Evidence evidence = rehearsed.folder().evidence();
            return Arrays.stream(Task.values())
                    .filter(task -> task.drill().equals(drill))
                    .map(task -> Rubric.mark(task, evidence))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
