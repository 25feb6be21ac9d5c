package muster.cli.screen;

import java.util.ArrayList;
import java.util.List;
import muster.engine.run.Status;
import muster.kubernetes.status.Datastore;
import muster.kubernetes.status.SiteStatus;
import org.jspecify.annotations.Nullable;

/**
 * What {@code muster status} prints of a K3s cluster as data: all of {@link SiteStatus}, and PostgreSQL in its pods.
 *
 * @param postgres one for each cluster of PostgreSQL
 * @param fates which parts would go down with one node, in words
 */
public record SiteReport(
        String site,
        String context,
        @Nullable String server,
        @Nullable String version,
        String summary,
        Datastore datastore,
        String tolerance,
        List<SiteStatus.NodeRow> nodes,
        List<SiteStatus.LeaseRow> leases,
        @Nullable Status etcd,
        List<PodsStatus> postgres,
        List<String> fates,
        List<String> findings,
        List<String> unseen,
        List<String> next) {

    /** Copies the lists. */
    public SiteReport {
        nodes = List.copyOf(nodes);
        leases = List.copyOf(leases);
        postgres = List.copyOf(postgres);
        fates = List.copyOf(fates);
        findings = List.copyOf(findings);
        unseen = List.copyOf(unseen);
        next = List.copyOf(next);
    }

    /**
     * Puts the two together.
     *
     * @param more what else could not be seen
     */
    public static SiteReport of(SiteStatus status, List<PodsStatus> postgres, List<String> fates, List<String> more) {
        List<String> unseen = new ArrayList<>(status.unseen());
        unseen.addAll(more);
        return new SiteReport(
                status.site(),
                status.context(),
                status.server(),
                status.version(),
                status.summary(),
                status.datastore(),
                status.tolerance(),
                status.nodes(),
                status.leases(),
                status.etcd(),
                postgres,
                fates,
                status.findings(),
                unseen,
                status.next());
    }

    /** The cluster without its PostgreSQL. */
    SiteStatus cluster() {
        return new SiteStatus(
                site, context, server, version, summary, datastore, tolerance, nodes, leases, etcd, findings, unseen,
                next);
    }

    /** As {@link SiteStatus#exit()}, with PostgreSQL taken in. */
    public int exit() {
        int cluster = cluster().exit();
        if (cluster == 1 || cluster == 3) {
            return cluster;
        }
        if (!postgres.stream().allMatch(PodsStatus::well)) {
            return 1;
        }
        return postgres.stream().allMatch(each -> each.unseen().isEmpty()) ? cluster : 2;
    }
}
