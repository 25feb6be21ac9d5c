package muster.cli.command;

import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import muster.cli.Workbench;
import muster.cli.site.SiteEntry;
import muster.engine.history.OperatorException;
import muster.kubernetes.Kubeconfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that name a K3s cluster: one that was added, or a kubeconfig's; named as kubectl names them. */
final class SiteFlags {

    @Option(
            names = "--site",
            paramLabel = "NAME",
            description = "Look at this K3s cluster instead of the lab (see: muster site).")
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

    /**
     * Where a site is, and how it is entered.
     *
     * @param name what it is called
     * @param kubeconfig the way through the API
     * @param ssh the way through ssh; null if there is none
     * @param added true if it is remembered under that name
     */
    record Place(
            String name, Kubeconfig kubeconfig, @Nullable Path ssh, boolean added) {}

    boolean given() {
        return site != null || kubeconfig != null || context != null || ssh != null;
    }

    Place place(Workbench workbench) {
        if (site != null) {
            if (kubeconfig != null || context != null || ssh != null) {
                throw OperatorException.usage(
                        "--site says it all: --kubeconfig, --context and --ssh do not go with it",
                        "muster site show " + site);
            }
            return place(workbench.sites().find(site));
        }
        Kubeconfig read = Kubeconfig.read(kubeconfig == null ? usual(workbench.environment()) : kubeconfig, context);
        return new Place(read.context(), read, ssh, false);
    }

    /** Where a site is that was added. */
    static Place place(SiteEntry entry) {
        return new Place(
                entry.name(),
                Kubeconfig.read(Path.of(entry.kubeconfig()), entry.context()),
                entry.ssh() == null ? null : Path.of(entry.ssh()),
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
