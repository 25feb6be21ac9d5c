package muster.cli.command;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import muster.cli.Exit;
import muster.cli.Terminal;
import muster.cli.Workbench;
import muster.cli.screen.SiteListScreen;
import muster.cli.site.PlainHosts;
import muster.cli.site.SiteBook;
import muster.cli.site.SiteEntry;
import muster.engine.history.Codec;
import muster.engine.history.OperatorException;
import muster.kubernetes.Kubeconfig;
import muster.kubernetes.status.KnownNode;
import muster.kubernetes.status.SiteSight;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code muster site}. */
@Command(
        name = "site",
        description =
                "The clusters that you have named: K3s, or plain hosts. Nothing may be broken on one before it is allowed.",
        footer = {
            "",
            "  muster site add prod --kubeconfig ~/.kube/config --context prod \\",
            "      --ssh ~/.ssh/config          (or --agent, see k8s-manifests)",
            "  muster site add old --etcd http://e1:2379,http://e2:2379,http://e3:2379 \\",
            "      --postgres postgresql://db1/app,postgresql://db2/app --ssh ~/.ssh/config",
            "  muster status --site prod",
            "  muster site allow prod --nodes n2,n3 --faults kill,stop --hours 09:00-17:00",
            "  muster site deny prod"
        })
public final class SiteCommand implements Callable<Integer> {

    @Mixin
    private Format format = new Format();

    private final Workbench workbench;

    /** @param workbench what commands work with */
    public SiteCommand(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public Integer call() {
        return list(workbench, format);
    }

    /** {@code muster site add NAME}. */
    @Command(name = "add", description = "Name a cluster, look at it once, and remember its nodes. Breaks nothing.")
    public static final class Add implements Callable<Integer> {

        @Parameters(paramLabel = "NAME", description = "What it shall be called, such as prod.")
        private String name = "";

        @Option(names = "--kubeconfig", paramLabel = "FILE", description = "A K3s cluster: as for kubectl.")
        private @Nullable Path kubeconfig;

        @Option(names = "--context", paramLabel = "NAME", description = "A K3s cluster: as for kubectl.")
        private @Nullable String context;

        @Mixin
        private HostFlags hosts = new HostFlags();

        @Option(names = "--ssh", paramLabel = "CONFIG", description = "Its nodes are entered as by: ssh -F CONFIG NODE")
        private @Nullable Path ssh;

        @Option(names = "--agent", description = "Its nodes are entered by the node agent (k8s-manifests/node-agent).")
        private boolean agent;

        @Mixin
        private Format format = new Format();

        private final Workbench workbench;

        /** @param workbench what commands work with */
        public Add(Workbench workbench) {
            this.workbench = workbench;
        }

        @Override
        public Integer call() throws InterruptedException {
            SiteBook.demandName(name);
            if (LabOfK3s.isLab(name)) {
                throw OperatorException.usage(
                        "%s is the name of the lab, where it is a K3s cluster".formatted(name),
                        "muster site add prod --kubeconfig FILE --context NAME");
            }
            if (workbench.sites().has(name)) {
                throw OperatorException.usage(
                        "there is a site %s already".formatted(name), "muster site remove " + name);
            }
            SiteFlags.demandOneDoor(ssh, agent);
            @Nullable
            Path configuration = ssh == null ? null : ssh.toAbsolutePath().normalize();
            if (hosts.given()) {
                if (kubeconfig != null || context != null || agent) {
                    throw OperatorException.usage(
                            "a site is a K3s cluster or plain hosts: --kubeconfig, --context and --agent do not go with --etcd and --postgres",
                            "leave one out");
                }
                return show(workbench, new HostAdder(workbench).add(name, hosts.hosts(), configuration), format);
            }
            if (kubeconfig == null || context == null) {
                throw OperatorException.usage(
                        "a K3s cluster wants --kubeconfig and --context; plain hosts want --etcd or --postgres",
                        "muster site add %s --kubeconfig FILE --context NAME".formatted(name));
            }
            return cluster(Kubeconfig.read(kubeconfig.toAbsolutePath().normalize(), context), context, configuration);
        }

        private int cluster(Kubeconfig read, String context, @Nullable Path configuration) throws InterruptedException {
            SiteFlags.Place place = new SiteFlags.Place(name, read, configuration, agent, false);
            try (SiteLook look = new SiteLook(workbench, place)) {
                SiteSight sight = look.see();
                if (sight.api() == null) {
                    throw new OperatorException(
                            "%s is not added: %s".formatted(name, sight.apiWords()),
                            "kubectl --kubeconfig %s --context %s version".formatted(read.file(), context));
                }
                SiteEntry entry = new SiteEntry(
                        name,
                        read.file().toString(),
                        context,
                        configuration == null ? null : configuration.toString(),
                        agent,
                        null,
                        null);
                workbench.sites().put(entry);
                workbench.sites().remember(name, sight.nodes());
                sight.closed().forEach((node, why) -> workbench.terminal().err().println("muster: " + why));
                return show(workbench, entry, format);
            }
        }
    }

    /** {@code muster site list}. */
    @Command(name = "list", description = "List the sites.")
    public static final class Listing implements Callable<Integer> {

        @Mixin
        private Format format = new Format();

        private final Workbench workbench;

        /** @param workbench what commands work with */
        public Listing(Workbench workbench) {
            this.workbench = workbench;
        }

        @Override
        public Integer call() {
            return list(workbench, format);
        }
    }

    /** {@code muster site show NAME}. */
    @Command(
            name = "show",
            description = "Show a site: where it is, its nodes as they were seen last, what is allowed.")
    public static final class Show implements Callable<Integer> {

        @Parameters(paramLabel = "NAME", description = "A site.")
        private String name = "";

        @Mixin
        private Format format = new Format();

        private final Workbench workbench;

        /** @param workbench what commands work with */
        public Show(Workbench workbench) {
            this.workbench = workbench;
        }

        @Override
        public Integer call() {
            return show(workbench, workbench.sites().find(name), format);
        }
    }

    /** {@code muster site remove NAME}. */
    @Command(
            name = "remove",
            description = "Forget a site. Its cluster is not touched. Refused while something is open there.")
    public static final class Remove implements Callable<Integer> {

        @Parameters(paramLabel = "NAME", description = "A site.")
        private String name = "";

        @Option(
                names = "--gone",
                description =
                        "Its servers are gone for good: strike what is open on it, too. Nothing of it can be healed then.")
        private boolean gone;

        private final Workbench workbench;

        /** @param workbench what commands work with */
        public Remove(Workbench workbench) {
            this.workbench = workbench;
        }

        @Override
        public Integer call() {
            SiteRemoval removal = new SiteRemoval(workbench, name);
            PrintStream err = workbench.terminal().err();
            if (gone) {
                removal.forgetGone().forEach(words -> err.println("struck: %s; %s is gone".formatted(words, name)));
            } else {
                removal.forget();
            }
            err.println("%s is forgotten.".formatted(name));
            return Exit.OK;
        }
    }

    /** {@code muster site allow NAME}. */
    @Command(name = "allow", description = "Say what may be broken on a site. What was allowed before is replaced.")
    public static final class Allow implements Callable<Integer> {

        @Parameters(paramLabel = "NAME", description = "A site.")
        private String name = "";

        @Option(names = "--nodes", split = ",", paramLabel = "NODE", description = "Only these (default: every node).")
        private List<String> nodes = new ArrayList<>();

        @Option(
                names = "--faults",
                split = ",",
                paramLabel = "FAULT",
                description = "Only these, as in a drill: kill, stop, isolate (default: every fault).")
        private List<String> faults = new ArrayList<>();

        @Option(
                names = "--hours",
                paramLabel = "HH:MM-HH:MM",
                description = "Only then, by this machine's time zone (default: at any hour).")
        private @Nullable String hours;

        @Mixin
        private Format format = new Format();

        private final Workbench workbench;

        /** @param workbench what commands work with */
        public Allow(Workbench workbench) {
            this.workbench = workbench;
        }

        @Override
        public Integer call() {
            SiteEntry entry = workbench.sites().find(name);
            demandNodes();
            demandHours();
            @Nullable
            String zone = hours == null ? null : ZoneId.systemDefault().getId();
            SiteEntry allowed = entry.with(new SiteEntry.Allowance(nodes, faults, hours, zone));
            workbench.sites().put(allowed);
            return show(workbench, allowed, format);
        }

        private void demandNodes() {
            PlainHosts hosts = workbench.sites().find(name).hosts();
            List<String> known = hosts == null
                    ? workbench.sites().nodes(name).stream()
                            .map(KnownNode::name)
                            .toList()
                    : hosts.nodes();
            for (String node : nodes) {
                if (!known.contains(node)) {
                    throw OperatorException.usage(
                            "%s has no node %s; it has %s".formatted(name, node, String.join(", ", known)),
                            "muster site show " + name);
                }
            }
        }

        private void demandHours() {
            String given = hours;
            if (given == null) {
                return;
            }
            try {
                String[] ends = given.split("-", -1);
                if (ends.length == 2 && !LocalTime.parse(ends[0]).equals(LocalTime.parse(ends[1]))) {
                    return;
                }
            } catch (DateTimeParseException e) {
                throw OperatorException.usage(
                        "--hours: %s is no span of a day".formatted(given), "give it as --hours 09:00-17:00");
            }
            throw OperatorException.usage(
                    "--hours: %s is no span of a day".formatted(given), "give it as --hours 09:00-17:00");
        }
    }

    /** {@code muster site deny NAME}. */
    @Command(name = "deny", description = "Allow nothing on a site any more.")
    public static final class Deny implements Callable<Integer> {

        @Parameters(paramLabel = "NAME", description = "A site.")
        private String name = "";

        @Mixin
        private Format format = new Format();

        private final Workbench workbench;

        /** @param workbench what commands work with */
        public Deny(Workbench workbench) {
            this.workbench = workbench;
        }

        @Override
        public Integer call() {
            SiteEntry denied = workbench.sites().find(name).with(null);
            workbench.sites().put(denied);
            return show(workbench, denied, format);
        }
    }

    private static int list(Workbench workbench, Format format) {
        Terminal terminal = workbench.terminal();
        List<SiteEntry> sites = workbench.sites().all();
        terminal.out()
                .print(
                        format.json()
                                ? Codec.writeIndented(sites) + "\n"
                                : new SiteListScreen(terminal.outStyle()).list(sites));
        terminal.out().flush();
        return Exit.OK;
    }

    private static int show(Workbench workbench, SiteEntry site, Format format) {
        Terminal terminal = workbench.terminal();
        Remembered remembered = new Remembered(site, workbench.sites().nodes(site.name()));
        terminal.out()
                .print(
                        format.json()
                                ? Codec.writeIndented(remembered) + "\n"
                                : new SiteListScreen(terminal.outStyle()).show(site, remembered.nodes()));
        terminal.out().flush();
        return Exit.OK;
    }

    /**
     * What {@code muster site show} prints as data.
     *
     * @param site as the operator named it
     * @param nodes as they were seen last
     */
    record Remembered(SiteEntry site, List<KnownNode> nodes) {}
}
