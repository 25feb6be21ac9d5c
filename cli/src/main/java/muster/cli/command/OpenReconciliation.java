package muster.cli.command;

import java.util.Optional;
import muster.cli.Workbench;
import muster.engine.cluster.Site;
import muster.engine.history.OperatorException;
import muster.postgres.reconcile.StepJournal;

/** A recovery from a split brain that was begun and not brought to its end. */
final class OpenReconciliation {

    private OpenReconciliation() {}

    /** The one that is open in the lab that is up; one that was begun in an earlier lab is given up. To be closed by the caller. */
    static Optional<StepJournal> find(Workbench workbench) {
        Optional<StepJournal> found = StepJournal.unfinished(workbench.state().reconciliations());
        if (found.isEmpty() || sameLab(workbench, found.get())) {
            return found;
        }
        try (StepJournal gone = found.get()) {
            gone.siteGone();
        }
        return find(workbench);
    }

    /** What is open, in words; empty if nothing is. */
    static Optional<String> words(Workbench workbench) {
        try (StepJournal journal = find(workbench).orElse(null)) {
            return journal == null
                    ? Optional.empty()
                    : Optional.of("the recovery of %s, which lost to %s; next is: %s"
                            .formatted(
                                    journal.begun().loser(),
                                    journal.begun().winner(),
                                    journal.next().word()));
        }
    }

    /** @throws OperatorException if one is open: nothing new may be broken */
    static void refuse(Workbench workbench) {
        words(workbench).ifPresent(words -> {
            throw OperatorException.unhealed("a split brain is not recovered yet: " + words, "muster reconcile", null);
        });
    }

    private static boolean sameLab(Workbench workbench, StepJournal journal) {
        if (workbench.lab().isEmpty()) {
            return false;
        }
        try (Site site = workbench.labSite()) {
            return site.incarnation().equals(journal.begun().incarnation());
        }
    }
}
