package muster.cli.command;

import muster.engine.history.OperatorException;
import muster.kubernetes.pods.PodSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flag that names the PostgreSQL servers of a K3s cluster. */
final class PodFlags {

    @Option(
            names = "--statefulset",
            paramLabel = "NAMESPACE/NAME",
            description =
                    "The PostgreSQL servers of the site, a StatefulSet or a cluster as its operator calls it (default: muster-postgres/postgres).")
    private @Nullable String set;

    /** Which one is meant. */
    PodSet set() {
        return set == null ? PodSet.USUAL : PodSet.of(set);
    }

    /** @throws OperatorException if it is given where there is no site */
    void refuseWithoutSite() {
        if (set != null) {
            throw OperatorException.usage(
                    "--statefulset names servers of a site, and no site is named", "add: --site NAME");
        }
    }
}
