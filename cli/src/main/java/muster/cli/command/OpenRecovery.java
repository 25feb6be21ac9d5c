package muster.cli.command;

import java.util.Optional;
import java.util.stream.Stream;
import muster.cli.Workbench;
import muster.cli.site.SiteEntry;
import muster.engine.history.OperatorException;
import muster.kubernetes.recover.RecoveryJournal;

/** The way back from the loss of etcd's quorum on a site, where it was begun and not brought to its end. */
final class OpenRecovery {

    private OpenRecovery() {}

    /** What goes on with the one of a site. */
    static String command(String site) {
        return "muster recover etcd --site " + site;
    }

    /** What is open, a line for each site that is still known. */
    static Stream<String> words(Workbench workbench) {
        return workbench.sites().all().stream()
                .map(SiteEntry::name)
                .flatMap(site -> survivor(workbench, site).stream()
                        .map(survivor ->
                                "NOT HEALED: the recovery of etcd on %s from %s is not at its end%nGo on by: %s"
                                        .formatted(site, survivor, command(site))));
    }

    /** @throws OperatorException if one is open on that site: nothing new may be broken there */
    static void refuse(Workbench workbench, String site) {
        survivor(workbench, site).ifPresent(survivor -> {
            throw OperatorException.unhealed(
                    "the recovery of etcd on %s from %s was begun and is not at its end".formatted(site, survivor),
                    command(site),
                    null);
        });
    }

    private static Optional<String> survivor(Workbench workbench, String site) {
        try (RecoveryJournal journal =
                RecoveryJournal.unfinished(workbench.state().recoveries(), site).orElse(null)) {
            return Optional.ofNullable(journal).map(open -> open.begun().survivor());
        }
    }
}
