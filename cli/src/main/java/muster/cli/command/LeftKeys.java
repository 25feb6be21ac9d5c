package muster.cli.command;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import muster.cli.Workbench;
import muster.engine.cluster.Store;
import muster.engine.history.ClusterException;
import muster.engine.history.OperatorException;
import muster.engine.run.LeftWorkload;
import muster.kubernetes.pods.PodSet;
import muster.lab.Lab;
import muster.lab.LabSite;

/** Removes before the operator's eyes what runs wrote into stores that are gone without removing it. */
final class LeftKeys {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Workbench workbench;

    LeftKeys(Workbench workbench) {
        this.workbench = workbench;
    }

    /** What is left, a line for each. */
    List<String> listed() {
        List<LeftWorkload> left = LeftWorkload.in(workbench.state());
        left.forEach(LeftWorkload::close);
        return left.stream().map(LeftWorkload::note).map(LeftKeys::words).toList();
    }

    /** Removes all of it; true if nothing is left. */
    boolean remove() throws InterruptedException {
        boolean clean = true;
        for (LeftWorkload left : LeftWorkload.in(workbench.state())) {
            try (left) {
                workbench.terminal().err().println(removed(left));
                left.forget();
            } catch (OperatorException | ClusterException e) {
                clean = false;
                workbench.terminal().err().println("NOT REMOVED: %s: %s".formatted(words(left.note()), e.getMessage()));
                String next = e instanceof OperatorException operator ? operator.remedy() : "muster heal";
                workbench.terminal().err().println("It harms nothing. Once the store answers, type: " + next);
            }
        }
        return clean;
    }

    private String removed(LeftWorkload left) throws InterruptedException {
        LeftWorkload.Note note = left.note();
        Optional<Workbench.Cluster> there = cluster(note);
        if (there.isEmpty()) {
            return "struck: %s; the lab that it was in is gone".formatted(words(note));
        }
        try (Workbench.Cluster cluster = there.get()) {
            if (!cluster.site().incarnation().equals(note.incarnation())) {
                throw new OperatorException(
                        "the site %s is another cluster now".formatted(note.site()),
                        "muster site remove %s --gone, if the earlier one is gone for good".formatted(note.site()));
            }
            Store.Removal removal = cluster.store().remove(note.run(), LIMIT);
            if (removal.left() > 0) {
                throw new ClusterException("%d of %d are still there".formatted(removal.left(), removal.keys()));
            }
            return "removed: %s: %d keys deleted, none left".formatted(words(note), removal.keys());
        }
    }

    /** The site and store of a note; empty if it was a lab that is no more. */
    private Optional<Workbench.Cluster> cluster(LeftWorkload.Note note) throws InterruptedException {
        if (LabOfK3s.isLab(note.site())) {
            return k3s(note);
        }
        if (!note.site().equals("lab")) {
            return Optional.of(added(note));
        }
        Optional<Lab> lab = workbench.lab();
        boolean same = lab.isPresent()
                && new LabSite(lab.get(), note.store()).incarnation().equals(note.incarnation());
        return same ? Optional.of(workbench.cluster(note.store())) : Optional.empty();
    }

    private Optional<Workbench.Cluster> k3s(LeftWorkload.Note note) throws InterruptedException {
        if (LabOfK3s.gone(workbench, note.site())) {
            return Optional.empty();
        }
        Workbench.Cluster cluster = added(note);
        if (cluster.site().incarnation().equals(note.incarnation())) {
            return Optional.of(cluster);
        }
        cluster.close();
        return Optional.empty();
    }

    private Workbench.Cluster added(LeftWorkload.Note note) throws InterruptedException {
        String part = note.part();
        PodSet pods = part == null ? PodSet.USUAL : PodSet.of(part);
        return AddedSite.of(workbench, note.site(), pods).open(note.store());
    }

    /** What is left, and where. */
    static String words(LeftWorkload.Note note) {
        String part = note.part() == null ? "" : ", " + note.part();
        return "what %s wrote into %s of %s%s".formatted(note.run(), note.store(), note.site(), part);
    }
}
