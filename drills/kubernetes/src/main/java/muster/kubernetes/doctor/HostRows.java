package muster.kubernetes.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import muster.engine.run.Status;
import muster.kubernetes.hosts.HostSurvey;
import muster.kubernetes.status.SiteSight;

/** What a drill day needs of plain hosts. Pure: asks nobody. */
public final class HostRows {

    private HostRows() {}

    /** The rows of a host that lets nobody in. */
    public static SiteFinding closed(String host, String why) {
        int next = why.indexOf(SiteSight.NEXT);
        return next < 0
                ? SiteFinding.bad(host, "door", why, "ssh %s true".formatted(host))
                : SiteFinding.bad(host, "door", why.substring(0, next), why.substring(next + SiteSight.NEXT.length()));
    }

    /** The row of a site that has no way in. */
    public static SiteFinding noDoor(String site) {
        return SiteFinding.bad(
                "hosts",
                "door",
                "there is no way into them",
                "muster site remove %1$s && muster site add %1$s … --ssh CONFIG".formatted(site));
    }

    /** The rows of a host that was entered. */
    public static List<SiteFinding> of(String host, NodeCheckup checkup) {
        List<SiteFinding> findings = new ArrayList<>();
        findings.add(
                checkup.user() == 0
                        ? SiteFinding.good(host, "door", "entered by ssh as root")
                        : SiteFinding.bad(
                                host,
                                "door",
                                "entered as user %d, not as root".formatted(checkup.user()),
                                "ssh %s true".formatted(host)));
        findings.add(SiteDoctor.clock(host, checkup.aheadSeconds(), "on %s: timedatectl".formatted(host)));
        findings.add(NodeRows.tools(host, checkup));
        return findings;
    }

    /** The row of a unit. */
    public static SiteFinding unit(String host, String unit, HostSurvey survey) {
        String name = unit + ".service";
        if (survey.state().equals("active")) {
            return SiteFinding.good(
                    host, name, survey.pid() == null ? "active" : "active, process %d".formatted(survey.pid()));
        }
        return SiteFinding.bad(
                host,
                name,
                "it is " + survey.state(),
                survey.state().equals("not-found")
                        ? "give its name by --etcd-unit or --postgres-unit of muster site add"
                        : "ssh %s journalctl -u %s -n 50".formatted(host, unit));
    }

    /** The rows of a site's etcd. */
    public static List<SiteFinding> etcd(Status etcd) {
        List<SiteFinding> findings = new ArrayList<>();
        String silent = etcd.members().stream()
                .filter(row -> !row.answers())
                .map(row -> "%s: %s".formatted(row.member(), row.state()))
                .collect(Collectors.joining("; "));
        findings.add(
                silent.isEmpty()
                        ? SiteFinding.good("etcd", "members", etcd.summary())
                        : SiteFinding.bad("etcd", "members", silent, "bring it back before a drill day"));
        if (!etcd.serving()) {
            findings.add(SiteFinding.bad(
                    "etcd",
                    "serves",
                    etcd.localReads().isEmpty() ? etcd.served() : String.join("; ", etcd.localReads()),
                    "etcdctl endpoint health"));
        }
        int voters = etcd.quorum().voters();
        findings.add(
                voters % 2 == 1
                        ? SiteFinding.good("etcd", "voters", "%d".formatted(voters))
                        : SiteFinding.bad(
                                "etcd",
                                "voters",
                                "%d, which tolerate no more than %d would".formatted(voters, voters - 1),
                                "add a member, or take one away"));
        String alarms = etcd.members().stream()
                .flatMap(row -> row.alarms().stream())
                .distinct()
                .collect(Collectors.joining("; "));
        findings.add(
                alarms.isEmpty()
                        ? SiteFinding.good("etcd", "alarms", "none")
                        : SiteFinding.bad("etcd", "alarms", alarms, "etcdctl alarm list"));
        return findings;
    }
}
