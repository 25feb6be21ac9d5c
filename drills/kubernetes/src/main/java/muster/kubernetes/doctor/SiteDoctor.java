package muster.kubernetes.doctor;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import muster.kubernetes.ClusterFacts;
import muster.kubernetes.NodeFacts;
import muster.kubernetes.status.NodeSurvey;

/** Turns what was seen of a site into what is well and what to type. Pure: asks nobody. */
public final class SiteDoctor {

    private static final String API = "API";
    private static final long CLOCK_SECONDS = 2;

    private final Examined examined;
    private final List<SiteFinding> findings = new ArrayList<>();

    private SiteDoctor(Examined examined) {
        this.examined = examined;
    }

    /**
     * One finding for each thing that is needed.
     *
     * @param now by our clock
     */
    public static List<SiteFinding> judge(Examined examined, Instant now) {
        SiteDoctor doctor = new SiteDoctor(examined);
        doctor.api();
        doctor.labels();
        doctor.permissions("look", Permission.LOOK, "muster-look");
        doctor.permissions("drill", Permission.DRILL, "muster-drill");
        if ("agent".equals(examined.door())) {
            doctor.permissions("enter", Permission.ENTER, "muster-drill");
        }
        doctor.pods();
        doctor.findings.addAll(new NodeRows(examined).all());
        doctor.findings.addAll(new EtcdRows(examined, now).all());
        return List.copyOf(doctor.findings);
    }

    private void api() {
        ClusterFacts facts = examined.sight().api();
        String words = examined.sight().apiWords();
        if (facts == null) {
            findings.add(SiteFinding.bad(
                    API,
                    "server",
                    words,
                    "kubectl --context %s version".formatted(examined.sight().context())));
            return;
        }
        findings.add(
                words.isEmpty()
                        ? SiteFinding.good(API, "server", "%s at %s".formatted(facts.version(), facts.server()))
                        : SiteFinding.bad(
                                API, "server", words, "bring that server back, or name another in the kubeconfig"));
        findings.add(clock(API, facts.aheadSeconds(), "on that server: timedatectl"));
        String namespace = examined.namespace();
        findings.add(
                namespace == null
                        ? SiteFinding.good(API, "namespace", Permission.WORKLOAD)
                        : SiteFinding.bad(API, "namespace", namespace, "kubectl apply -k k8s-manifests/workload"));
    }

    static SiteFinding clock(String area, long ahead, String remedy) {
        return Math.abs(ahead) <= CLOCK_SECONDS
                ? SiteFinding.good(area, "clock", "agrees with ours")
                : SiteFinding.bad(
                        area,
                        "clock",
                        "%d s %s ours".formatted(Math.abs(ahead), ahead > 0 ? "ahead of" : "behind"),
                        remedy);
    }

    /** A row for each resource: its verbs, or those that are refused. */
    private void permissions(String area, List<Permission> needed, String account) {
        Map<String, List<String>> granted = new LinkedHashMap<>();
        Map<String, List<String>> refused = new LinkedHashMap<>();
        for (Permission each : needed) {
            Boolean allowed = examined.granted().get(each);
            if (allowed != null) {
                (allowed ? granted : refused)
                        .computeIfAbsent(each.what(), missing -> new ArrayList<>())
                        .add(each.verb());
            }
        }
        granted.forEach((what, verbs) -> {
            if (!refused.containsKey(what)) {
                findings.add(SiteFinding.good(area, what, String.join(", ", verbs)));
            }
        });
        String manifest = area.equals("enter") ? "node-agent" : "roles";
        refused.forEach((what, verbs) -> findings.add(SiteFinding.bad(
                area,
                what,
                "these credentials may not " + String.join(", ", verbs),
                "kubectl apply -k k8s-manifests/%s, and act as %s".formatted(manifest, account))));
    }

    /** Not everybody has PostgreSQL in pods: what is refused here is no fault. */
    private void pods() {
        List<Permission> asked = Permission.PODS.stream()
                .filter(each -> examined.granted().containsKey(each))
                .toList();
        if (asked.isEmpty()) {
            return;
        }
        List<String> refused = asked.stream()
                .filter(each -> !Boolean.TRUE.equals(examined.granted().get(each)))
                .map(each -> each.verb() + " " + each.what())
                .toList();
        findings.add(SiteFinding.good(
                "pods",
                "PostgreSQL",
                refused.isEmpty()
                        ? "status sees it in every namespace"
                        : "status cannot see it: these credentials may not %s; for that: kubectl apply -k k8s-manifests/look-pods"
                                .formatted(String.join(", ", refused))));
        Boolean switchover = examined.granted().get(Permission.SWITCHOVER.getFirst());
        if (switchover != null) {
            findings.add(SiteFinding.good(
                    "pods",
                    "CloudNativePG",
                    switchover
                            ? "cnpg-switchover may be ordered in every namespace"
                            : "cnpg-switchover may not be ordered in every namespace; for one: "
                                    + Permission.grantSwitchover("NAMESPACE")));
        }
    }

    /** K3s sets its labels and annotations whenever it starts (k3s-io/k3s, pkg/etcd and pkg/server). */
    private void labels() {
        ClusterFacts facts = examined.sight().api();
        if (facts == null) {
            return;
        }
        boolean well = true;
        for (NodeFacts node : facts.nodes()) {
            boolean member = node.member() != null || holdsEtcd(node.name());
            String lacks = member || node.etcd() ? lacking(node) : "";
            if (!lacks.isEmpty()) {
                well = false;
                findings.add(SiteFinding.bad(
                        node.name(),
                        "labels",
                        "it lacks " + lacks,
                        "on %s: systemctl restart k3s".formatted(node.name())));
            }
        }
        if (facts.nodes().stream().noneMatch(NodeFacts::server)) {
            findings.add(SiteFinding.bad(
                    API,
                    "labels",
                    "no node has node-role.kubernetes.io/control-plane",
                    "kubectl get nodes --show-labels"));
        } else if (well) {
            findings.add(SiteFinding.good(API, "labels", "each server and each member can be told by them"));
        }
    }

    private static String lacking(NodeFacts node) {
        if (!node.server()) {
            return "node-role.kubernetes.io/control-plane";
        }
        if (!node.etcd()) {
            return "node-role.kubernetes.io/etcd";
        }
        return node.member() == null ? "etcd.k3s.cattle.io/node-name" : "";
    }

    private boolean holdsEtcd(String node) {
        NodeSurvey survey = examined.sight().surveys().get(node);
        return survey != null && survey.wal();
    }
}
