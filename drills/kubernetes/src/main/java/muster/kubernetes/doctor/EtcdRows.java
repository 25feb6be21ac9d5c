package muster.kubernetes.doctor;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import muster.engine.run.Status;
import muster.kubernetes.status.Datastore;
import muster.kubernetes.status.ListedMember;

/** What is well with a site's etcd: its members, its voters, its alarms, its newest snapshot. */
final class EtcdRows {

    private static final String ETCD = "etcd";

    private final Examined examined;
    private final Instant now;
    private final List<SiteFinding> findings = new ArrayList<>();

    EtcdRows(Examined examined, Instant now) {
        this.examined = examined;
        this.now = now;
    }

    List<SiteFinding> all() {
        Datastore datastore = examined.sight().datastore();
        if (datastore.kind() == Datastore.Kind.UNKNOWN) {
            findings.add(SiteFinding.bad(ETCD, "datastore", datastore.words(), "see the rows above"));
            return findings;
        }
        findings.add(SiteFinding.good(ETCD, "datastore", datastore.title()));
        if (datastore.kind() != Datastore.Kind.EMBEDDED_ETCD) {
            return findings;
        }
        Status etcd = examined.etcd();
        if (etcd == null) {
            findings.add(SiteFinding.bad(
                    ETCD,
                    "members",
                    "they were not asked: no server's certificate could be read",
                    "see the doors above"));
            return findings;
        }
        members(etcd);
        votes();
        alarms(etcd);
        snapshot();
        return findings;
    }

    private void members(Status etcd) {
        String silent = etcd.members().stream()
                .filter(row -> !row.answers())
                .map(row -> "%s: %s".formatted(row.member(), row.state()))
                .collect(Collectors.joining("; "));
        findings.add(
                silent.isEmpty()
                        ? SiteFinding.good(ETCD, "members", etcd.summary())
                        : SiteFinding.bad(ETCD, "members", silent, "on that server: journalctl -u k3s -n 50"));
    }

    private void votes() {
        if (examined.listed().isEmpty()) {
            findings.add(SiteFinding.bad(
                    ETCD, "voters", "no member tells the list of members", "bring a majority of the servers back"));
            return;
        }
        List<String> learners = examined.listed().stream()
                .filter(ListedMember::learner)
                .map(member -> member.name().isEmpty() ? "one that never was started" : member.name())
                .toList();
        int voters = examined.listed().size() - learners.size();
        findings.add(
                voters % 2 == 1
                        ? SiteFinding.good(ETCD, "voters", "%d, an odd number".formatted(voters))
                        : SiteFinding.bad(
                                ETCD,
                                "voters",
                                "%d tolerate no more losses than %d would".formatted(voters, Math.max(voters - 1, 0)),
                                "add a server, or remove one: kubectl delete node NODE"));
        if (!learners.isEmpty()) {
            findings.add(SiteFinding.bad(
                    ETCD,
                    "learners",
                    "%s: no vote yet".formatted(String.join(", ", learners)),
                    "wait until K3s promotes it, then ask again; on that server: journalctl -u k3s"));
        }
    }

    private void alarms(Status etcd) {
        String raised = etcd.members().stream()
                .filter(row -> !row.alarms().isEmpty())
                .map(row -> "%s: %s".formatted(row.member(), String.join(" ", row.alarms())))
                .collect(Collectors.joining("; "));
        findings.add(
                raised.isEmpty()
                        ? SiteFinding.good(ETCD, "alarms", "none raised")
                        : SiteFinding.bad(
                                ETCD, "alarms", raised, "compact and defragment etcd, then: etcdctl alarm disarm"));
    }

    private void snapshot() {
        String remedy = "on a server: k3s etcd-snapshot save";
        Optional<NewestSnapshot> newest = NewestSnapshot.of(examined.checkups(), now);
        if (newest.isEmpty()) {
            findings.add(SiteFinding.bad(ETCD, "snapshot", "there is none on any server that was asked", remedy));
            return;
        }
        String words = newest.get().words();
        findings.add(
                newest.get().fresh()
                        ? SiteFinding.good(ETCD, "snapshot", words)
                        : SiteFinding.bad(ETCD, "snapshot", words, remedy));
    }
}
