package muster.cli.command;

import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import muster.cli.Workbench;
import muster.cli.site.SiteEntry;
import muster.engine.history.OperatorException;
import muster.kubernetes.Kubeconfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that name a site: one that was added, or a kubeconfig's K3s cluster; named as kubectl names them. */
final class SiteFlags {

    @Option(
            names = "--site",
            paramLabel = "NAME",
            description = "Look at this site instead of the lab (see: muster site).")
    private @Nullable String site;

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "Look at the cluster of this kubeconfig, without adding it.")
    private @Nullable Path kubeconfig;

    @Option(names = "--context", paramLabel = "NAME", description = "A context of the kubeconfig.")
    private @Nullable String context;

    @Option(
            names = "--ssh",
            paramLabel = "CONFIG",
            description = "Enter its servers as ssh -F CONFIG NODE would, to read there.")
    private @Nullable Path ssh;

    @Option(
            names = "--agent",
            description = "Enter its servers by the node agent (k8s-manifests/node-agent), to read there.")
    private boolean agent;

    /**
     * Where a site is, and how it is entered.
     *
     * @param name what it is called
     * @param kubeconfig the way through the API
     * @param ssh the way through ssh; null if there is none
     * @param agent true if its nodes are entered by the node agent
     * @param added true if it is remembered under that name
     */
    record Place(
            String name, Kubeconfig kubeconfig, @Nullable Path ssh, boolean agent, boolean added) {}

    boolean given() {
        return site != null || kubeconfig != null || context != null || ssh != null || agent;
    }

    Place place(Workbench workbench) {
        if (site != null) {
            if (kubeconfig != null || context != null || ssh != null || agent) {
                throw OperatorException.usage(
                        "--site says it all: --kubeconfig, --context, --ssh and --agent do not go with it",
                        "muster site show " + site);
            }
            return place(workbench.sites().find(site));
        }
        demandOneDoor(ssh, agent);
        Kubeconfig read = Kubeconfig.read(kubeconfig == null ? usual(workbench.environment()) : kubeconfig, context);
        return new Place(read.context(), read, ssh, agent, false);
    }

    /** The site that is named, if it is plain hosts. */
    Optional<SiteEntry> hosts(Workbench workbench) {
        if (site == null || kubeconfig != null || context != null || ssh != null || agent) {
            return Optional.empty();
        }
        return Optional.of(workbench.sites().find(site)).filter(entry -> entry.hosts() != null);
    }

    /** @throws OperatorException if two ways in are named */
    static void demandOneDoor(@Nullable Path ssh, boolean agent) {
        if (ssh != null && agent) {
            throw OperatorException.usage(
                    "--ssh and --agent are two ways into the nodes; one is taken", "leave one out");
        }
    }

    /**
     * Where a K3s cluster is that was added.
     *
     * @throws OperatorException if it is plain hosts
     */
    static Place place(SiteEntry entry) {
        String file = entry.kubeconfig();
        if (file == null) {
            throw new OperatorException(
                    "%s is plain hosts, and this is done on a K3s cluster".formatted(entry.name()),
                    "muster status --site " + entry.name());
        }
        return new Place(
                entry.name(),
                Kubeconfig.read(Path.of(file), entry.context()),
                entry.ssh() == null ? null : Path.of(entry.ssh()),
                Boolean.TRUE.equals(entry.agent()),
                true);
    }

    /** The kubeconfig that kubectl would take. Where several are named, ours is the first. */
    static Path usual(Map<String, String> environment) {
        String named = environment.getOrDefault("KUBECONFIG", "");
        return named.isEmpty()
                ? Path.of(environment.getOrDefault("HOME", "."), ".kube", "config")
                : Path.of(named.split(File.pathSeparator, -1)[0]);
    }
}
