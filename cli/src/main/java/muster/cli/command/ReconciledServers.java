package muster.cli.command;

import java.time.ZonedDateTime;
import muster.cli.Workbench;
import muster.cli.site.Allowed;
import muster.cli.site.SiteEntry;
import muster.engine.cluster.Site;
import muster.engine.history.OperatorException;
import muster.kubernetes.pods.PodSet;
import muster.kubernetes.site.PodSite;
import muster.lab.LabSite;
import muster.postgres.connection.PostgresAccess;

/**
 * PostgreSQL servers that may have parted: those of the lab, or of a K3s cluster's pods.
 *
 * @param site where they run
 * @param access as whom they are asked
 * @param commands what is done to one of them
 * @param command how they are reconciled: {@code muster reconcile --site NAME}
 */
record ReconciledServers(Site site, PostgresAccess access, ServerNode.Commands commands, String command)
        implements AutoCloseable {

    /** How those of the lab are reconciled. */
    static final String COMMAND = "muster reconcile";

    /**
     * The lab's.
     *
     * @throws OperatorException if it is not up, has none, or this process stands outside it
     */
    static ReconciledServers ofLab(Workbench workbench) {
        LabSite site = (LabSite) workbench.labSite(LabSite.POSTGRES);
        if (!workbench.insideLab()) {
            throw new OperatorException(
                    "this process stands outside the lab and cannot reach its servers", "start it by ./muster");
        }
        return new ReconciledServers(
                site,
                PostgresAccess.lab(),
                (verb, member, words) -> site.serverCommand(verb, member.name(), words),
                COMMAND);
    }

    /**
     * Those in a cluster's pods.
     *
     * @param changes false if they are only looked at
     * @throws OperatorException if the site is not known, has none, or is not allowed to be changed
     */
    static ReconciledServers inPods(Workbench workbench, String name, PodSet set, boolean changes)
            throws InterruptedException {
        SiteEntry entry = workbench.sites().find(name);
        if (entry.hosts() != null) {
            throw new OperatorException(
                    "%s is plain hosts: Muster rewinds PostgreSQL in the lab and in pods only".formatted(name),
                    "muster status --site " + name);
        }
        if (changes) {
            new Allowed(entry, ZonedDateTime::now).demandAnything();
        }
        PodCluster.Reached reached = new SiteCluster(workbench, SiteFlags.place(entry), set).pods();
        PodSite site = reached.site();
        return new ReconciledServers(site, reached.access(), site::serverCommand, command(name));
    }

    /** How those of a site are reconciled. */
    static String command(String site) {
        return COMMAND + " --site " + site;
    }

    @Override
    public void close() {
        site.close();
    }
}
