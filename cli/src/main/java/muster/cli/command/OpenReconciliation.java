package muster.cli.command;

import java.util.Optional;
import muster.cli.Workbench;
import muster.cli.site.SiteEntry;
import muster.engine.cluster.Site;
import muster.engine.history.OperatorException;
import muster.postgres.reconcile.StepJournal;

/** A recovery from a split brain that was begun and not brought to its end. */
final class OpenReconciliation {

    private OpenReconciliation() {}

    /**
     * What is open.
     *
     * @param words who comes back, and what is next
     * @param command what goes on with it
     */
    record Pending(String words, String command) {}

    /**
     * The one that is open in the lab that is up, or on a site; one that was begun in an earlier lab, or on a site that was removed, is given
     * up. To be closed by the caller.
     */
    static Optional<StepJournal> find(Workbench workbench) {
        Optional<StepJournal> found = StepJournal.unfinished(workbench.state().reconciliations());
        if (found.isEmpty() || command(workbench, found.get()).isPresent()) {
            return found;
        }
        try (StepJournal gone = found.get()) {
            gone.siteGone();
        }
        return find(workbench);
    }

    /** What is open; empty if nothing is. */
    static Optional<Pending> pending(Workbench workbench) {
        try (StepJournal journal = find(workbench).orElse(null)) {
            return journal == null
                    ? Optional.empty()
                    : Optional.of(new Pending(
                            "the recovery of %s, which lost to %s; next is: %s"
                                    .formatted(
                                            journal.begun().loser(),
                                            journal.begun().winner(),
                                            journal.next().word()),
                            command(workbench, journal).orElseThrow()));
        }
    }

    /** @throws OperatorException if one is open: nothing new may be broken */
    static void refuse(Workbench workbench) {
        pending(workbench).ifPresent(pending -> {
            throw OperatorException.unhealed(
                    "a split brain is not recovered yet: " + pending.words(), pending.command(), null);
        });
    }

    /** What goes on with a recovery; empty if its servers are no more. */
    static Optional<String> command(Workbench workbench, StepJournal journal) {
        String incarnation = journal.begun().incarnation();
        if (sameLab(workbench, incarnation)) {
            return Optional.of(ReconciledServers.COMMAND);
        }
        return workbench.sites().all().stream()
                .filter(entry -> sameCluster(entry, incarnation))
                .map(entry -> ReconciledServers.command(entry.name()))
                .findFirst();
    }

    private static boolean sameCluster(SiteEntry entry, String incarnation) {
        return entry.hosts() == null
                && SiteFlags.place(entry).kubeconfig().cluster().equals(incarnation);
    }

    private static boolean sameLab(Workbench workbench, String incarnation) {
        if (workbench.lab().isEmpty()) {
            return false;
        }
        try (Site site = workbench.labSite()) {
            return site.incarnation().equals(incarnation);
        }
    }
}
