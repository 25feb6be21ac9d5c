package muster.cli.command;

import java.nio.file.Path;
import java.util.Optional;
import muster.engine.history.OperatorException;
import muster.lab.k3s.K3sOrder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that make the lab a K3s cluster. */
final class K3sFlags {

    @Option(
            names = "--k3s",
            paramLabel = "1|3",
            description = "A K3s cluster of so many servers instead, as the site lab-k3s; needs root.")
    private @Nullable Integer servers;

    @Option(
            names = "--k3s-program",
            paramLabel = "FILE",
            description = "The k3s program (default: the one on the PATH).")
    private @Nullable Path program;

    @Option(
            names = "--k3s-images",
            paramLabel = "DIR",
            description = "Archives of images that pods may use: the servers reach no registry.")
    private @Nullable Path images;

    /**
     * What was asked for; empty if it is no K3s cluster.
     *
     * @throws OperatorException if it cannot be made, or half of it was said
     */
    Optional<K3sOrder> order() {
        if (servers != null) {
            return Optional.of(K3sOrder.of(servers, program, images));
        }
        if (program != null || images != null) {
            throw OperatorException.usage(
                    "--k3s-program and --k3s-images go with --k3s", "muster lab up --k3s 3 --k3s-program FILE");
        }
        return Optional.empty();
    }

    /** True if a K3s cluster was asked for. */
    boolean given() {
        return servers != null;
    }
}
