package muster.cli.command;

import java.time.ZonedDateTime;
import muster.cli.Workbench;
import muster.cli.site.Allowed;
import muster.engine.drill.Drill;
import muster.kubernetes.pods.PodSet;

/** Runs something on a K3s cluster that was added and allowed. */
final class SiteGate {

    private final Workbench workbench;
    private final String site;
    private final PodSet set;

    SiteGate(Workbench workbench, String site) {
        this(workbench, site, PodSet.USUAL);
    }

    /** @param set which servers, if a drill of PostgreSQL is run in pods */
    SiteGate(Workbench workbench, String site, PodSet set) {
        this.workbench = workbench;
        this.site = site;
        this.set = set;
    }

    int inside(Drill drill, LabGate.Inside inside) throws InterruptedException {
        Allowed allowed = new Allowed(workbench.sites().find(site), ZonedDateTime::now);
        allowed.demandAnything();
        new TerminalHand(workbench.terminal()).demandFor(drill);
        Preflight.demand(workbench);
        OpenRecovery.refuse(workbench, site);
        try (Workbench.Cluster cluster = AddedSite.of(workbench, site, set).open(drill, allowed)) {
            return inside.run(cluster);
        }
    }
}
