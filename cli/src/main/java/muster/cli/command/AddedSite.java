package muster.cli.command;

import muster.cli.Workbench;
import muster.cli.site.SiteEntry;
import muster.engine.drill.Drill;
import muster.kubernetes.pods.PodSet;
import muster.kubernetes.site.Permit;
import muster.kubernetes.site.ServerSite;

/** A site that the operator has named, as commands that break and heal need it. */
interface AddedSite {

    /**
     * That of a name.
     *
     * @throws muster.engine.history.OperatorException if it was never added, or its files cannot be read
     */
    static AddedSite of(Workbench workbench, String name) {
        return of(workbench, name, PodSet.USUAL);
    }

    /**
     * That of a name.
     *
     * @param set its PostgreSQL servers, if they run in pods
     * @throws muster.engine.history.OperatorException as the other one
     */
    static AddedSite of(Workbench workbench, String name, PodSet set) {
        SiteEntry entry = workbench.sites().find(name);
        return entry.hosts() == null
                ? new SiteCluster(workbench, SiteFlags.place(entry), set)
                : new HostCluster(workbench, entry);
    }

    /**
     * The site with its store, as a drill needs it.
     *
     * @param drill what is to be run
     * @param permit what may be broken
     * @throws muster.engine.history.OperatorException if the drill is not for it, or it cannot be reached by us
     * @throws muster.engine.history.ClusterException if no server answers
     */
    Workbench.Cluster open(Drill drill, Permit permit) throws InterruptedException;

    /**
     * The cluster with one store, for whoever breaks nothing.
     *
     * @param store its word
     * @throws muster.engine.history.OperatorException if it has no such store, or it cannot be reached by us
     * @throws muster.engine.history.ClusterException if no server answers
     */
    Workbench.Cluster open(String store) throws InterruptedException;

    /** Its nodes as they are remembered, for whoever heals: asks nobody, so that it works with the cluster down. */
    ServerSite nodes();
}
