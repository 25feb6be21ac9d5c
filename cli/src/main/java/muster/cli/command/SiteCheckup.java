package muster.cli.command;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import muster.cli.Workbench;
import muster.engine.history.ClusterException;
import muster.engine.history.OperatorException;
import muster.kubernetes.ApiServer;
import muster.kubernetes.ClusterFacts;
import muster.kubernetes.NodeDoors;
import muster.kubernetes.doctor.Examined;
import muster.kubernetes.doctor.NodeCheckup;
import muster.kubernetes.doctor.Permission;
import muster.kubernetes.doctor.SiteDoctor;
import muster.kubernetes.doctor.SiteFinding;
import muster.kubernetes.status.KnownNode;
import muster.kubernetes.status.NodeSurvey;
import muster.kubernetes.status.SiteSight;
import org.jspecify.annotations.Nullable;

/** Examines a site for {@code muster doctor}: asks its API what we may, and each of its servers what it has. Writes nothing. */
final class SiteCheckup {

    private final Workbench workbench;
    private final SiteFlags.Place place;

    SiteCheckup(Workbench workbench, SiteFlags.Place place) {
        this.workbench = workbench;
        this.place = place;
    }

    List<SiteFinding> findings() throws InterruptedException {
        try (SiteLook look = new SiteLook(workbench, place)) {
            SiteLook.Seen seen = look.seen();
            SiteSight sight = seen.sight();
            NodeDoors doors = look.doors();
            Map<String, NodeCheckup> checkups = new LinkedHashMap<>();
            Map<String, String> closed = new LinkedHashMap<>(sight.closed());
            if (doors != null) {
                for (KnownNode node : sight.nodes()) {
                    checkup(node, sight, doors, checkups, closed);
                }
            }
            Map<Permission, Boolean> granted = new LinkedHashMap<>();
            String namespace = ask(sight.api(), granted);
            Examined examined = new Examined(
                    sight,
                    doors == null ? null : doors.word(),
                    seen.etcd(),
                    seen.listed(),
                    checkups,
                    closed,
                    granted,
                    namespace);
            return SiteDoctor.judge(examined, Instant.now());
        }
    }

    private static void checkup(
            KnownNode node,
            SiteSight sight,
            NodeDoors doors,
            Map<String, NodeCheckup> checkups,
            Map<String, String> closed)
            throws InterruptedException {
        NodeSurvey survey = sight.surveys().get(node.name());
        if (survey == null) {
            return;
        }
        try {
            checkups.put(
                    node.name(), NodeCheckup.of(node.name(), doors.shell(node.name()), survey.data() + "/server/db"));
        } catch (OperatorException e) {
            closed.put(node.name(), e.getMessage() + SiteSight.NEXT + e.remedy());
        } catch (ClusterException e) {
            closed.put(node.name(), String.valueOf(e.getMessage()));
        }
    }

    /** What is granted, and why the namespace of the workload is not usable. */
    private @Nullable String ask(@Nullable ClusterFacts facts, Map<Permission, Boolean> granted) {
        if (facts == null) {
            return null;
        }
        try (ApiServer api = ApiServer.of(place.kubeconfig(), facts.server())) {
            for (List<Permission> each : List.of(
                    Permission.LOOK, Permission.DRILL, Permission.ENTER, Permission.PODS, Permission.SWITCHOVER)) {
                each.forEach(
                        one -> granted.put(one, api.may(one.verb(), one.group(), one.resource(), one.namespace())));
            }
            return api.hasNamespace(Permission.WORKLOAD) ? null : "there is no namespace " + Permission.WORKLOAD;
        } catch (OperatorException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
