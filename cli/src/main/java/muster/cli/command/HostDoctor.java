package muster.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import muster.cli.Workbench;
import muster.cli.screen.HostsStatus;
import muster.cli.site.PlainHosts;
import muster.cli.site.SiteEntry;
import muster.engine.history.ClusterException;
import muster.engine.history.OperatorException;
import muster.engine.run.Status;
import muster.kubernetes.NodeDoors;
import muster.kubernetes.doctor.HostRows;
import muster.kubernetes.doctor.NodeCheckup;
import muster.kubernetes.doctor.SiteFinding;
import muster.kubernetes.hosts.HostSurvey;
import muster.kubernetes.status.SiteSight;
import muster.postgres.status.PostgresStatus;

/** Examines plain hosts for {@code muster doctor}. Writes nothing. */
final class HostDoctor {

    private final Workbench workbench;
    private final SiteEntry entry;
    private final PlainHosts hosts;

    HostDoctor(Workbench workbench, SiteEntry entry) {
        this.workbench = workbench;
        this.entry = entry;
        this.hosts = Objects.requireNonNull(entry.hosts());
    }

    List<SiteFinding> findings() throws InterruptedException {
        List<SiteFinding> findings = new ArrayList<>();
        try (HostLook look = new HostLook(workbench, entry)) {
            HostsStatus status = look.look();
            NodeDoors doors = look.doors();
            if (doors == null) {
                findings.add(HostRows.noDoor(entry.name()));
            } else {
                HostLook.Units units = look.units();
                for (String host : hosts.nodes()) {
                    host(host, doors, units, findings);
                }
            }
            Status etcd = status.etcd();
            if (etcd != null) {
                findings.addAll(HostRows.etcd(etcd));
            }
            postgres(status, findings);
        }
        return findings;
    }

    private static void host(String host, NodeDoors doors, HostLook.Units units, List<SiteFinding> findings)
            throws InterruptedException {
        try {
            findings.addAll(HostRows.of(host, NodeCheckup.of(host, doors.shell(host), "")));
        } catch (OperatorException e) {
            findings.add(HostRows.closed(host, e.getMessage() + SiteSight.NEXT + e.remedy()));
            return;
        } catch (ClusterException e) {
            findings.add(HostRows.closed(host, String.valueOf(e.getMessage())));
            return;
        }
        units.surveys().forEach((HostLook.Place place, HostSurvey survey) -> {
            if (place.host().equals(host)) {
                findings.add(HostRows.unit(host, place.unit(), survey));
            }
        });
    }

    private void postgres(HostsStatus status, List<SiteFinding> findings) {
        if (hosts.postgres().isEmpty()) {
            return;
        }
        PostgresStatus postgres = status.postgres();
        boolean well = postgres != null && postgres.exit() == 0;
        String found = postgres == null ? String.join("; ", status.unseen()) : postgres.summary();
        findings.add(new SiteFinding(
                "PostgreSQL", "servers", well, found, well ? "" : "muster status --site " + entry.name()));
    }
}
