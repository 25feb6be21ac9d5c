package muster.cli.command;

import java.time.Instant;
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
                .flatMap(site -> of(workbench, site).stream()
                        .map(words ->
                                "NOT HEALED: %s is not at its end%nGo on by: %s".formatted(words, command(site))));
    }

    /** What is open on a site; empty if nothing is. */
    static Optional<String> of(Workbench workbench, String site) {
        return survivor(workbench, site)
                .map(survivor -> "the recovery of etcd on %s from %s".formatted(site, survivor));
    }

    /** Closes the one of a site whose servers are gone. */
    static void dismiss(Workbench workbench, String site) {
        try (RecoveryJournal journal =
                RecoveryJournal.unfinished(workbench.state().recoveries(), site).orElse(null)) {
            if (journal != null) {
                journal.dismiss(Instant.now());
            }
        }
    }

    /** @throws OperatorException if one is open on that site: nothing new may be broken there */
    static void refuse(Workbench workbench, String site) {
        of(workbench, site).ifPresent(words -> {
            throw OperatorException.unhealed(words + " was begun and is not at its end", command(site), null);
        });
    }

    private static Optional<String> survivor(Workbench workbench, String site) {
        try (RecoveryJournal journal =
                RecoveryJournal.unfinished(workbench.state().recoveries(), site).orElse(null)) {
            return Optional.ofNullable(journal).map(open -> open.begun().survivor());
        }
    }
}
