package muster.cli.command;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import muster.cli.Workbench;
import muster.engine.history.Member;
import muster.engine.history.Timers;
import muster.engine.run.Inspector;
import muster.engine.run.Roster;
import muster.engine.run.Status;
import muster.etcd.EtcdKeys;
import muster.etcd.EtcdStore;
import muster.etcd.Listed;
import muster.kubernetes.NodeDoors;
import muster.kubernetes.status.EtcdCertificates;
import muster.kubernetes.status.EtcdDoors;
import muster.kubernetes.status.KnownNode;
import muster.kubernetes.status.ListedMember;
import muster.kubernetes.status.NodeSurvey;
import muster.kubernetes.status.SiteInspector;
import muster.kubernetes.status.SiteSight;
import org.jspecify.annotations.Nullable;

/** Looks at a site, again and again if asked to: its API, its servers, and each of its etcd members by itself. */
final class SiteLook implements AutoCloseable {

    /** TLS and gRPC are set up within it at the first look. */
    private static final Duration DEADLINE = Duration.ofSeconds(3);

    private final Workbench workbench;
    private final SiteFlags.Place place;
    private final @Nullable NodeDoors doors;
    private final @Nullable EtcdDoors etcdDoors;
    private final SiteInspector site;
    private @Nullable EtcdStore store;
    private @Nullable Inspector etcd;
    private List<Member> asked = List.of();

    SiteLook(Workbench workbench, SiteFlags.Place place) {
        this.workbench = workbench;
        this.place = place;
        doors = SiteDoors.of(workbench, place);
        etcdDoors = doors == null ? null : new EtcdDoors(doors);
        List<KnownNode> known = place.added() ? workbench.sites().nodes(place.name()) : List.of();
        site = new SiteInspector(place.name(), place.kubeconfig(), doors, known);
    }

    /** What was seen, for whoever wants more than the judgement. */
    SiteSight see() throws InterruptedException {
        SiteSight sight = site.look();
        if (place.added() && sight.api() != null) {
            workbench.sites().remember(place.name(), sight.nodes());
        }
        return sight;
    }

    /**
     * Everything that was seen, before it is judged.
     *
     * @param sight by its API and its servers
     * @param etcd by its members; null if they were not asked
     * @param listed the members that etcd's own list has; empty if it was not told
     */
    record Seen(SiteSight sight, @Nullable Status etcd, List<ListedMember> listed) {
        Seen {
            listed = List.copyOf(listed);
        }
    }

    /** The way into its nodes; null if there is none. */
    @Nullable
    NodeDoors doors() {
        return doors;
    }

    Seen seen() throws InterruptedException {
        SiteSight sight = see();
        EtcdCertificates certificates = sight.certificates();
        if (etcdDoors == null || certificates == null) {
            return new Seen(sight, null, List.of());
        }
        List<Member> members = etcdDoors.members(sight);
        List<Listed> listed = members.isEmpty() ? List.of() : open(sight, members, certificates);
        Status status = etcd == null ? null : etcd.look(DEADLINE);
        return new Seen(
                sight,
                status,
                listed.stream()
                        .map(each -> new ListedMember(each.name(), each.learner()))
                        .toList());
    }

    /** Opens the store for these members, and for those that only etcd's own list has. */
    private List<Listed> open(SiteSight sight, List<Member> members, EtcdCertificates certificates)
            throws InterruptedException {
        EtcdKeys keys = new EtcdKeys(
                certificates.origin(), certificates.authority(), certificates.certificate(), certificates.key());
        List<Listed> listed = List.of();
        EtcdStore current = store == null ? EtcdStore.overGrpc(members, keys) : store;
        store = current;
        for (Member member : members) {
            listed = current.list(member, DEADLINE);
            if (!listed.isEmpty()) {
                break;
            }
        }
        List<Member> all = new ArrayList<>(members);
        List<String> annotated = sight.nodes().stream()
                .map(sight::member)
                .filter(Objects::nonNull)
                .map(String::valueOf)
                .toList();
        for (Listed each : listed) {
            if (!annotated.contains(each.name()) && !each.clients().isEmpty()) {
                all.add(new Member(
                        each.name(), each.name(), URI.create(each.clients().getFirst())));
            }
        }
        if (!all.equals(asked)) {
            asked = all;
            etcd = new Inspector(new Roster(place.name(), all, timers(sight), null), current);
        }
        return listed;
    }

    /** Those that every surveyed server runs with; null if they differ. */
    private static @Nullable Timers timers(SiteSight sight) {
        List<Timers> timers = sight.surveys().values().stream()
                .map(NodeSurvey::timers)
                .distinct()
                .toList();
        return timers.size() == 1 ? timers.getFirst() : null;
    }

    @Override
    public void close() {
        if (store != null) {
            store.close();
        }
        site.close();
        if (doors != null) {
            doors.close();
        }
    }
}
