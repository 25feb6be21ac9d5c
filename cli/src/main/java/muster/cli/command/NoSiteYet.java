package muster.cli.command;

import muster.engine.history.OperatorException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flag of a command that cannot act on a K3s cluster: it says so, instead of acting on the lab. */
final class NoSiteYet {

    @Option(names = "--site", paramLabel = "NAME", description = "A K3s cluster: not yet. Look at it by muster status.")
    private @Nullable String site;

    /**
     * @param command such as {@code muster run}
     * @throws OperatorException if a site is named
     */
    void refuse(String command) {
        if (site != null) {
            throw new OperatorException(
                    "%s cannot act on a site yet, and so not on %s; nothing was touched".formatted(command, site),
                    "muster status --site " + site);
        }
    }
}
