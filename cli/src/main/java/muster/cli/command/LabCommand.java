package muster.cli.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import muster.cli.Exit;
import muster.cli.Terminal;
import muster.cli.Workbench;
import muster.cli.screen.K3sLabScreen;
import muster.cli.screen.LabScreen;
import muster.engine.history.Codec;
import muster.engine.history.OperatorException;
import muster.lab.Lab;
import muster.lab.LabStatus;
import muster.lab.k3s.K3sLab;
import muster.lab.k3s.K3sOrder;
import muster.lab.k3s.K3sStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code muster lab}. */
@Command(
        name = "lab",
        description =
                "Real etcd and PostgreSQL servers here, a network namespace each, for root and ordinary users; or a K3s cluster, for root.",
        footer = {
            "",
            "  muster lab up --timers k3s",
            "  muster lab up --postgres 2",
            "  muster lab up --k3s 3 --k3s-program ~/k3s",
            "  muster lab status",
            "  muster lab down"
        })
public final class LabCommand implements Callable<Integer> {

    @Mixin
    private Format format = new Format();

    private final Workbench workbench;

    /** @param workbench what commands work with */
    public LabCommand(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public Integer call() {
        return status(workbench, format);
    }

    /** {@code muster lab up}. */
    @Command(name = "up", description = "Bring the lab up and leave it up.")
    public static final class Up implements Callable<Integer> {

        @Mixin
        private LabFlags flags = new LabFlags();

        @Mixin
        private K3sFlags k3s = new K3sFlags();

        @Mixin
        private Format format = new Format();

        private final Workbench workbench;

        /** @param workbench what commands work with */
        public Up(Workbench workbench) {
            this.workbench = workbench;
        }

        @Override
        public Integer call() throws InterruptedException {
            if (k3s.given()) {
                flags.refuseWith("--k3s");
            }
            Optional<K3sOrder> order = k3s.order();
            if (order.isPresent()) {
                if (new LabOfK3s(workbench).up(order.get()).already()) {
                    workbench.terminal().err().println("The lab is up already, with so many servers.");
                }
                return status(workbench, format);
            }
            Lab.Raised raised = new LabLift(workbench).up(flags.shape(), false);
            if (raised.already()) {
                workbench.terminal().err().println("The lab is up already, in this shape.");
            }
            return status(workbench, format);
        }
    }

    /** {@code muster lab status}. */
    @Command(
            name = "status",
            description = "Show the lab's processes, and the loopback ports for etcdctl, psql and others.")
    public static final class Status implements Callable<Integer> {

        @Mixin
        private Format format = new Format();

        private final Workbench workbench;

        /** @param workbench what commands work with */
        public Status(Workbench workbench) {
            this.workbench = workbench;
        }

        @Override
        public Integer call() {
            return status(workbench, format);
        }
    }

    /** {@code muster lab logs MEMBER}. */
    @Command(name = "logs", description = "Print what a member's etcd or PostgreSQL said, or a server's K3s.")
    public static final class Logs implements Callable<Integer> {

        @Parameters(paramLabel = "MEMBER", description = "Such as m1 or p1; n1 of a K3s cluster.")
        private String member = "";

        @Option(
                names = {"-n", "--lines"},
                paramLabel = "N",
                description = "How many of the last lines (default: 50).")
        private int lines = 50;

        private final Workbench workbench;

        /** @param workbench what commands work with */
        public Logs(Workbench workbench) {
            this.workbench = workbench;
        }

        @Override
        public Integer call() throws InterruptedException {
            Optional<K3sLab> k3s = workbench.k3sLab();
            if (k3s.isPresent()) {
                List<String> command = k3s.get().entrance(member);
                command.add("journalctl --no-pager --unit=k3s --lines=" + Math.max(0, lines));
                return run(command);
            }
            Path log = Lab.require(workbench.state().lab()).log(member);
            try {
                List<String> all = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
                all.subList(Math.max(0, all.size() - Math.max(0, lines)), all.size())
                        .forEach(workbench.terminal().out()::println);
                workbench.terminal().err().println("The whole log: " + workbench.shorten(log));
                return Exit.OK;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** {@code muster lab shell MEMBER}. */
    @Command(name = "shell", description = "Open a shell on a member's node, with etcdctl or psql pointed at it.")
    public static final class OpenShell implements Callable<Integer> {

        @Parameters(paramLabel = "MEMBER", description = "Such as m1 or p1; n1 of a K3s cluster.")
        private String member = "";

        private final Workbench workbench;

        /** @param workbench what commands work with */
        public OpenShell(Workbench workbench) {
            this.workbench = workbench;
        }

        @Override
        public Integer call() throws InterruptedException {
            Optional<K3sLab> k3s = workbench.k3sLab();
            return run(
                    k3s.isPresent()
                            ? k3s.get().entrance(member)
                            : Lab.require(workbench.state().lab()).interactiveShell(member));
        }
    }

    /** {@code muster lab down}. */
    @Command(name = "down", description = "End every process of the lab and delete its data.")
    public static final class Down implements Callable<Integer> {

        private final Workbench workbench;

        /** @param workbench what commands work with */
        public Down(Workbench workbench) {
            this.workbench = workbench;
        }

        @Override
        public Integer call() throws InterruptedException {
            Terminal terminal = workbench.terminal();
            boolean servers =
                    Lab.down(workbench.state().lab(), words -> terminal.err().println("lab: " + words));
            boolean was = new LabOfK3s(workbench).down() || servers;
            terminal.err().println(was ? "The lab is down." : "No lab was up.");
            return Exit.OK;
        }
    }

    private static int run(List<String> command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new OperatorException(
                    "%s cannot be run: %s".formatted(command.getFirst(), e.getMessage()), "muster doctor", e);
        }
    }

    private static int status(Workbench workbench, Format format) {
        Optional<K3sLab> k3s = workbench.k3sLab();
        if (k3s.isPresent()) {
            K3sStatus status = k3s.get().status();
            Terminal terminal = workbench.terminal();
            terminal.out()
                    .print(
                            format.json()
                                    ? Codec.writeIndented(status) + "\n"
                                    : new K3sLabScreen(terminal.outStyle()).show(status, LabOfK3s.SITE));
            terminal.out().flush();
            return status.complete() ? Exit.OK : 1;
        }
        LabStatus status = Lab.require(workbench.state().lab()).status();
        Terminal terminal = workbench.terminal();
        terminal.out()
                .print(
                        format.json()
                                ? Codec.writeIndented(status) + "\n"
                                : new LabScreen(terminal.outStyle()).show(status));
        terminal.out().flush();
        return status.complete() ? Exit.OK : 1;
    }
}
